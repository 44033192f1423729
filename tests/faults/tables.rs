//! Databases that are none of the programs they pretend to come from, or hold what those never write.

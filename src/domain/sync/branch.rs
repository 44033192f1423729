//! Names of devices whose database was copied: two that go on under one name are told apart by the first
//! fact in which they differ.

/// The device from whose database copies went on.
#[must_use]
pub fn root(device: &str) -> &str {
    device.split_once('-').map_or(device, |(root, _)| root)
}

/// What the copy of a device is called whose first own fact has the number `sum`.
#[must_use]
pub fn name(device: &str, sum: i64) -> String {
    format!("{}-{:016x}", root(device), sum.cast_unsigned())
}

/// Which of two facts under one number keeps the name of the device: every device decides alike.
#[must_use]
pub const fn first_keeps(first: i64, second: i64) -> bool {
    first.cast_unsigned() <= second.cast_unsigned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_of_a_copy_is_called_after_the_first_one() {
        let copy = name("abc", 1);
        assert_eq!(copy, "abc-0000000000000001");
        assert_eq!(name(&copy, -1), "abc-ffffffffffffffff");
    }

    #[test]
    fn whoever_is_asked_first_decides_alike() {
        assert!(first_keeps(1, -1) && !first_keeps(-1, 1));
    }
}

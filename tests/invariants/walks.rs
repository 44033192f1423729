//! Walks: whatever is answered, every one comes to an end within its bounds.

use proptest::prelude::*;
use rat::domain::time::StudyDay;
use rat::domain::walk::answer::Given;
use rat::domain::walk::check::QUESTIONS;
use rat::domain::walk::read::{Answers, Stand, read};
use rat::storage::decks::built_in;

use crate::chance::{Chance, answer};

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_suitable_answers_lead_every_built_in_walk_to_its_end(seed in 1_u64..) {
        let library = built_in::walks();
        prop_assert_eq!(library.len(), 14);
        for (name, walk) in &library {
            let (mut chance, mut today) = (Chance(seed), StudyDay::from_epoch(20_000));
            let mut answers = Answers::new();
            let mut asked = 0;
            loop {
                let reading = read(walk, &library, &answers, today);
                prop_assert!(reading.unfit.is_empty(), "{}: {:?}", name, reading.unfit);
                match reading.stand {
                    Stand::Ends => break,
                    Stand::Waits(until) => today = until,
                    Stand::Asks(question) => {
                        prop_assert!(!question.step.ask.contains(['{', '}']), "{}: {}", name, question.step.ask);
                        let given = Given { answer: answer(&question, &mut chance), day: today };
                        answers.insert(question.place, given);
                        asked += 1;
                    }
                }
                prop_assert!(asked <= QUESTIONS, "{name} goes on and on");
            }
        }
    }
}

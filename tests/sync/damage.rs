//! Objects that are damaged or gone.

use crate::converging::{pair, settle};
use crate::device::{Device, agree, same};
use crate::leftovers::Damage;
use crate::stores::{Kind, Store};

/// The largest object of a store.
fn largest(store: &Store) -> String {
    let objects = store.objects();
    objects.into_iter().max_by_key(|(_, bytes)| bytes.len()).unwrap().0
}

/// Damages objects: each of a folder in every way, the largest one of a server in those that matter to it.
/// Each time a device joins right then, one that is still there syncs, and the one that joined has everything
/// once it syncs again.
fn heals(kind: Kind, healer: impl Fn(&Device, &Device)) {
    let (store, anna, ben) = pair(kind);
    anna.synced();
    let every = kind == Kind::Folder;
    let few = [Damage::Flipped, Damage::Halved, Damage::Deleted];
    for &damage in if every { &Damage::ALL[..] } else { &few } {
        let all: Vec<String> = store.objects().into_keys().collect();
        for object in if every { all } else { vec![largest(&store)] } {
            // Where one is mended, another one may come to take its place.
            if !store.objects().contains_key(&object) {
                continue;
            }
            let case = format!("{damage:?}: {object}");
            println!("{case}");
            damage.befalls(&store, &object);
            let mut carla = Device::alone();
            let joined = carla.joins(&store.address(), "carlas-tablet", &anna.words()).code == 0;
            if joined {
                carla.tried();
            }
            healer(&anna, &ben);
            if !joined {
                carla.joined(&store.address(), "carlas-tablet", &anna.words());
            }
            carla.synced();
            assert_eq!(carla.jots(), ["the drawer of anna sticks"], "{case}");
            settle(&[&anna, &ben, &carla]);
            same(&[&anna, &ben, &carla]);
            carla.healthy();
            anna.ok(&["sync", "forget", "carlas-tablet"]);
        }
    }
    agree(&[&anna, &ben]);
}

fn damage_is_mended_by_who_wrote_it(kind: Kind) {
    heals(kind, |anna, _| drop(anna.tried()));
}
in_every_store!(damage_is_mended_by_who_wrote_it);

fn damage_is_mended_by_whoever_has_it_still(kind: Kind) {
    heals(kind, |_, ben| drop(ben.tried()));
}
in_every_store!(damage_is_mended_by_whoever_has_it_still);

fn damage_is_told_of(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    let object = largest(&store);
    // Where nothing can be opened, it may as well be the key that is wrong.
    ben.jot("whole");
    settle(&[&ben, &anna]);
    for damage in [Damage::Flipped, Damage::Halved] {
        damage.befalls(&store, &object);
        let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
        let said = carla.sync();
        assert!(said.code == 0 && said.err.contains("warning: "), "{damage:?}: {said:?}");
        let told = carla.json(&["sync"]);
        assert_eq!(told["damaged"].as_array().unwrap().len(), 1, "{damage:?}: {told}");
        anna.tried();
        let told = carla.json(&["sync"]);
        assert_eq!(told["damaged"], serde_json::json!([]), "{damage:?}: {told}");
        assert_eq!(carla.jots(), anna.jots(), "{damage:?}");
    }
}
in_every_store!(damage_is_told_of);

fn a_store_that_lost_everything_is_filled_again(kind: Kind) {
    let (store, anna, ben) = pair(kind);
    ben.jot("one more");
    settle(&[&ben, &anna]);
    store.objects().keys().for_each(|object| store.remove(object));
    ben.tried();
    ben.synced();
    let carla = Device::another(&store.address(), "carlas-tablet", &ben.words());
    carla.synced();
    settle(&[&anna, &ben, &carla]);
    agree(&[&anna, &ben, &carla]);
    assert_eq!(carla.jots(), ["one more", "the drawer of anna sticks"]);
}
in_every_store!(a_store_that_lost_everything_is_filled_again);

#[test]
fn a_store_put_back_to_an_earlier_day_is_brought_up_to_date() {
    let (store, anna, ben) = pair(Kind::Folder);
    let earlier = store.objects();
    for round in 0..3 {
        anna.jot(&format!("later {round}"));
        ben.jot(&format!("later still {round}"));
        settle(&[&anna, &ben]);
    }
    store.objects().keys().for_each(|object| store.remove(object));
    for (object, bytes) in &earlier {
        store.put(object, bytes);
    }
    settle(&[&anna, &ben]);
    let carla = Device::another(&store.address(), "carlas-tablet", &anna.words());
    carla.synced();
    settle(&[&anna, &ben, &carla]);
    agree(&[&anna, &ben, &carla]);
    assert_eq!(carla.jots().len(), 7);
}

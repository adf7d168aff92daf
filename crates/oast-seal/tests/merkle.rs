//! The tree against the known vectors of RFC 6962 and against another implementation.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use oast_seal::{Hash, Tree, hash_of_leaf, to_hex, verify_consistency, verify_inclusion};
use proptest::prelude::*;

/// The leaves of Certificate Transparency's own tests.
const LEAVES: [&[u8]; 8] = [
    b"",
    b"\x00",
    b"\x10",
    b"\x20\x21",
    b"\x30\x31",
    b"\x40\x41\x42\x43",
    b"\x50\x51\x52\x53\x54\x55\x56\x57",
    b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
];

/// The roots that they give for the first leaf, the first two, and so on.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn tree(leaves: &[Vec<u8>]) -> Tree {
    let mut tree = Tree::default();
    for leaf in leaves {
        tree.push(leaf);
    }
    tree
}

#[test]
fn the_roots_are_those_of_certificate_transparency() {
    let tree = tree(&LEAVES.map(<[u8]>::to_vec));
    let none = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(to_hex(&tree.root(0).unwrap()), none);
    for (size, root) in (1..).zip(ROOTS) {
        assert_eq!(to_hex(&tree.root(size).unwrap()), root, "{size} leaves");
    }
    assert_eq!(tree.root(9), None);
}

#[test]
fn every_path_of_every_tree_up_to_70_leaves_is_right_and_fits_nothing_else() {
    let leaves: Vec<Vec<u8>> = (0..70u8).map(|byte| vec![byte]).collect();
    let tree = tree(&leaves);
    for size in 1..=70 {
        let root = tree.root(size).unwrap();
        for index in 0..size {
            let path = tree.inclusion(index, size).unwrap();
            let leaf = hash_of_leaf(&leaves[usize::try_from(index).unwrap()]);
            assert!(verify_inclusion(leaf, index, size, &path, &root));
            assert!(!verify_inclusion(leaf, index + 1, size, &path, &root));
            let short = path.split_last().map_or(&[][..], |(_, short)| short);
            assert!(path.is_empty() || !verify_inclusion(leaf, index, size, short, &root));
            let long = [&path[..], &[root]].concat();
            assert!(!verify_inclusion(leaf, index, size, &long, &root));
        }
        for older in 0..=size {
            let path = tree.consistency(older, size).unwrap();
            let old = tree.root(older).unwrap();
            assert!(verify_consistency((older, &old), (size, &root), &path));
            let wrong: Hash = [7; 32];
            let denied = [
                ((older, &wrong), (size, &root)),
                ((older, &old), (size, &wrong)),
            ];
            for (old, new) in denied {
                assert!(older == 0 || !verify_consistency(old, new, &path));
            }
        }
    }
    assert_eq!(tree.inclusion(3, 3), None);
    assert_eq!(tree.inclusion(0, 71), None);
    assert_eq!(tree.consistency(3, 2), None);
}

proptest! {
    #[test]
    fn another_implementation_comes_to_the_same_roots_and_paths(
        leaves in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..5), 1..80),
        at in any::<prop::sample::Index>(),
        older in any::<prop::sample::Index>(),
    ) {
        let ours = tree(&leaves);
        let size = ours.size();
        let mut theirs = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
        for leaf in &leaves {
            theirs.push(leaf.clone());
        }
        let root = theirs.root();
        prop_assert_eq!(&ours.root(size).unwrap()[..], root.as_bytes().as_slice());
        let index = at.index(leaves.len());
        let path = ours.inclusion(index as u64, size).unwrap();
        let proof = theirs.prove_inclusion(index);
        prop_assert_eq!(path.concat(), proof.as_bytes());
        let cut = older.index(leaves.len());
        let path = ours.consistency(size - cut as u64, size).unwrap();
        let proof = theirs.prove_consistency(cut);
        prop_assert_eq!(path.concat(), proof.as_bytes());
    }
}

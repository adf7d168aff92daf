use sha2::{Digest, Sha256};

/// A SHA-256.
pub type Hash = [u8; 32];

/// What a leaf's hash begins with, so that no leaf passes for a node.
const LEAF: u8 = 0;
/// What a node's hash begins with.
const NODE: u8 = 1;

/// The hash of a leaf: SHA-256 over the byte 0 and the leaf.
pub fn hash_of_leaf(leaf: &[u8]) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([LEAF]);
    hasher.update(leaf);
    hasher.finalize().into()
}

/// The hash of a node: SHA-256 over the byte 1 and the hashes of its two branches.
fn hash_of_node(left: &Hash, right: &Hash) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update([NODE]);
    hasher.update(left);
    hasher.update(right);
    hasher.finalize().into()
}

/// A Merkle tree as RFC 6962 shapes it: leaves are only added, and the tree of every earlier size
/// can still be asked for.
///
/// It keeps the hash of each full subtree, two for each leaf, so that a root or a path takes as
/// many steps as the tree is deep.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// For each height, the hashes of the full subtrees of that height, from the left.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// Adds a leaf.
    pub fn push(&mut self, leaf: &[u8]) {
        let mut hash = hash_of_leaf(leaf);
        for height in 0.. {
            if self.levels.len() == height {
                self.levels.push(Vec::new());
            }
            let Some(level) = self.levels.get_mut(height) else {
                return;
            };
            level.push(hash);
            // A full pair makes a subtree of the next height.
            match level.as_slice() {
                [.., left, right] if level.len() % 2 == 0 => hash = hash_of_node(left, right),
                _ => return,
            }
        }
    }

    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// The root of the tree when it had so many leaves; none when it never had. The root of no
    /// leaves is the SHA-256 of nothing.
    pub fn root(&self, size: u64) -> Option<Hash> {
        if size == 0 {
            return Some(Sha256::digest([]).into());
        }
        (size <= self.size()).then(|| self.subtree(0, size))?
    }

    /// The path that shows that the leaf of an index, from 0, is in the tree of a size, from the
    /// leaf up; none when it is not.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        if index >= size || size > self.size() {
            return None;
        }
        let (mut path, mut from, mut to) = (Vec::new(), 0, size);
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                path.push(self.subtree(middle, to)?);
                to = middle;
            } else {
                path.push(self.subtree(from, middle)?);
                from = middle;
            }
        }
        path.reverse();
        Some(path)
    }

    /// The path that shows that the tree of one size begins the tree of another; none when one of
    /// them never was, or the first is the larger one.
    pub fn consistency(&self, older: u64, newer: u64) -> Option<Vec<Hash>> {
        if older > newer || newer > self.size() {
            return None;
        }
        let (mut path, mut from, mut to) = (Vec::new(), 0, newer);
        if older == 0 || older == newer {
            return Some(path);
        }
        while to != older {
            let middle = from + split(to - from);
            if older <= middle {
                path.push(self.subtree(middle, to)?);
                to = middle;
            } else {
                path.push(self.subtree(from, middle)?);
                from = middle;
            }
        }
        // The older tree itself need not be told: whoever asks has its root.
        if from > 0 {
            path.push(self.subtree(from, to)?);
        }
        path.reverse();
        Some(path)
    }

    /// The hash over the leaves from one index up to another, where the first is the beginning of
    /// a subtree.
    fn subtree(&self, from: u64, to: u64) -> Option<Hash> {
        let leaves = to - from;
        if leaves.is_power_of_two() {
            let height = leaves.trailing_zeros();
            let place = usize::try_from(from >> height).ok()?;
            return self.levels.get(height as usize)?.get(place).copied();
        }
        let middle = from + split(leaves);
        let (left, right) = (self.subtree(from, middle)?, self.subtree(middle, to)?);
        Some(hash_of_node(&left, &right))
    }
}

/// How many of several leaves are in the left branch: the largest power of two below their number.
fn split(leaves: u64) -> u64 {
    let half = leaves.next_power_of_two() / 2;
    half.max(1)
}

/// Whether a path shows that a leaf is in the tree with a root (RFC 9162, 2.1.3.2).
pub fn verify_inclusion(leaf: Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for step in path {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            hash = hash_of_node(step, &hash);
            while place % 2 == 0 && place != 0 {
                place /= 2;
                last /= 2;
            }
        } else {
            hash = hash_of_node(&hash, step);
        }
        place /= 2;
        last /= 2;
    }
    last == 0 && hash == *root
}

/// Whether a path shows that a tree begins with an older one (RFC 9162, 2.1.4.2). Nothing begins
/// every tree.
pub fn verify_consistency(older: (u64, &Hash), newer: (u64, &Hash), path: &[Hash]) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (older, newer);
    if old_size == 0 || old_size >= new_size {
        let same = old_size == 0 || (old_size == new_size && old_root == new_root);
        return same && path.is_empty();
    }
    let mut steps = path.iter();
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place % 2 == 1 {
        place /= 2;
        last /= 2;
    }
    // A full subtree is told by its root.
    let first = if old_size.is_power_of_two() {
        Some(old_root)
    } else {
        steps.next()
    };
    let Some(first) = first else {
        return false;
    };
    let (mut old_hash, mut new_hash) = (*first, *first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if place % 2 == 1 || place == last {
            old_hash = hash_of_node(step, &old_hash);
            new_hash = hash_of_node(step, &new_hash);
            while place % 2 == 0 && place != 0 {
                place /= 2;
                last /= 2;
            }
        } else {
            new_hash = hash_of_node(&new_hash, step);
        }
        place /= 2;
        last /= 2;
    }
    last == 0 && old_hash == *old_root && new_hash == *new_root
}

//! The terms are embedded in the program: a new, changed or removed file of theirs rebuilds it.

fn main() {
    println!("cargo:rerun-if-changed=../../terms");
}

//! The terms are embedded in the program: a new, changed or removed file of theirs rebuilds it.

#![expect(
    clippy::print_stdout,
    reason = "a build script speaks to cargo by printing"
)]

fn main() {
    println!("cargo:rerun-if-changed=../../terms");
}

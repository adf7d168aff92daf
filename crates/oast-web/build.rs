//! The styles and scripts are embedded in the program, and have to be built before it.

use std::path::Path;

const DIST: &str = "../../assets/dist";

fn main() {
    println!("cargo::rerun-if-changed={DIST}");
    println!("cargo::rerun-if-changed=templates");
    if !Path::new(DIST).join("oast.css").exists() {
        println!("cargo::error=assets/dist is not built: run `make assets`");
    }
}

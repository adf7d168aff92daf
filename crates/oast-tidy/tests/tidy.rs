//! The tree keeps to `STYLE.md`.

use std::path::Path;

#[test]
fn the_tree_keeps_to_the_style() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let tree = oast_tidy::read_tree(&top).unwrap();
    assert!(tree.len() > 100, "no tree at {}", top.display());
    let faults = oast_tidy::check(&tree);
    let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(
        list.is_empty(),
        "{} faults:\n{}",
        list.len(),
        list.join("\n")
    );
}

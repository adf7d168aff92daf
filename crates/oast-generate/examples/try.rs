//! x
#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::print_stdout,
    clippy::disallowed_methods
)]
fn main() {
    let n: u64 = std::env::args().nth(1).unwrap().parse().unwrap();
    let out = std::path::PathBuf::from(std::env::args().nth(2).unwrap());
    let seed: u64 = std::env::args().nth(3).map_or(2026, |s| s.parse().unwrap());
    let t = std::time::Instant::now();
    let s = oast_generate::generate(
        "kent",
        &oast_generate::Plan {
            seed,
            placements: n,
        },
        &out,
        &mut |_, _| {},
    )
    .unwrap();
    println!("{s}\n{:?}", t.elapsed());
}

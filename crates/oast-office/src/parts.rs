//! Work on every processor there is.

/// Works on parts of a list on every processor there is, keeping their order.
pub(crate) fn in_parts<S: Sync, T: Send>(
    list: &[S],
    work: impl Fn(&[S]) -> Vec<T> + Sync,
) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = list.len().div_ceil(workers).max(1);
    let work = &work;
    std::thread::scope(|scope| {
        let parts: Vec<_> = list
            .chunks(share)
            .map(|part| scope.spawn(move || work(part)))
            .collect();
        parts
            .into_iter()
            .flat_map(|part| {
                part.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}

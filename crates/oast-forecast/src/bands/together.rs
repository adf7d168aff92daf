/// Works each out on a thread of its own: for a few that take long. A panic of one is a panic.
pub(super) fn together<I: Send, O: Send>(
    each: impl IntoIterator<Item = I>,
    work: impl Fn(I) -> O + Sync,
) -> Vec<O> {
    let work = &work;
    std::thread::scope(|scope| {
        let begun = each.into_iter().map(|one| scope.spawn(move || work(one)));
        let begun: Vec<_> = begun.collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, O>| {
            thread
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        begun.into_iter().map(join).collect()
    })
}

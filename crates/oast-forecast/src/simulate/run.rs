use super::draw::Draw;
use super::lives::Lives;
use super::measures::LINES;
use super::outcome::Outcome;
use super::plan::Plan;
use super::spread::Spread;

/// The most draws of a run.
pub const DRAWS_MAX: u32 = 1_000_000;
/// Draws of one processor that are taken in together.
const TOGETHER: u64 = 128;

/// Draws scenarios so many times, on so many processors, each draw of all of them with the same
/// luck. The second scenario and those after it are told against the first.
///
/// The same plans give the same numbers, however many processors there are.
pub fn run(plans: &[Plan], draws: u32, processors: usize) -> Vec<Outcome> {
    let draws = draws.clamp(1, DRAWS_MAX);
    let mut taken: Vec<Taken> = plans.iter().map(Taken::new).collect();
    let mut next = 0;
    while next < u64::from(draws) {
        let parts = parts(next, u64::from(draws), processors.max(1));
        let by_worker: Vec<Vec<Drawn>> = std::thread::scope(|scope| {
            let work = |(from, to): (u64, u64)| move || draw(plans, from, to);
            let workers: Vec<_> = parts.iter().map(|part| scope.spawn(work(*part))).collect();
            let join = |worker: std::thread::ScopedJoinHandle<'_, Vec<Drawn>>| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            workers.into_iter().map(join).collect()
        });
        for part in &by_worker {
            for (taken, drawn) in taken.iter_mut().zip(part) {
                taken.take(drawn);
            }
        }
        next = parts.last().map_or(u64::from(draws), |part| part.1);
    }
    let outcome =
        |(plan, taken): (&Plan, &Taken)| Outcome::new(plan, &taken.spread, &taken.beyond, draws);
    plans.iter().zip(&taken).map(outcome).collect()
}

/// What was drawn of a scenario.
struct Taken {
    spread: Spread,
    beyond: Vec<[i64; 2]>,
}

/// Some draws of a scenario.
struct Drawn {
    numbers: Vec<i64>,
    beyond: Vec<[i64; 2]>,
}

impl Taken {
    fn new(plan: &Plan) -> Self {
        Self {
            spread: Spread::new(plan.layout.len()),
            beyond: vec![[0; 2]; plan.layout.months * plan.people.districts],
        }
    }

    fn take(&mut self, drawn: &Drawn) {
        self.spread.take(&drawn.numbers);
        for (sum, own) in self.beyond.iter_mut().zip(&drawn.beyond) {
            sum[0] += own[0];
            sum[1] += own[1];
        }
    }
}

/// The next draws, as each processor is given some.
fn parts(from: u64, to: u64, processors: usize) -> Vec<(u64, u64)> {
    let processors = u64::try_from(processors).unwrap_or(1);
    let each = (to - from).div_ceil(processors).clamp(1, TOGETHER);
    let begins = (0..processors).map(|one| from + one * each);
    begins
        .filter(|begins| *begins < to)
        .map(|begins| (begins, (begins + each).min(to)))
        .collect()
}

/// Draws every scenario from one draw to before another.
fn draw(plans: &[Plan], from: u64, to: u64) -> Vec<Drawn> {
    let mut drawers: Vec<Draw<'_>> = plans.iter().map(Draw::new).collect();
    let (mut lives, lives_of) = lives(plans);
    let mut drawn: Vec<Drawn> = plans
        .iter()
        .map(|plan| Drawn {
            numbers: Vec::new(),
            beyond: vec![[0; 2]; plan.layout.months * plan.people.districts],
        })
        .collect();
    for number in from..to {
        let mut first: Option<Vec<i64>> = None;
        for lives in &mut lives {
            lives.draw(number);
        }
        let of_plans = plans.iter().zip(&lives_of);
        for (((plan, lives_of), drawer), drawn) in of_plans.zip(&mut drawers).zip(&mut drawn) {
            let layout = plan.layout;
            let begins = drawn.numbers.len();
            drawn.numbers.resize(begins + layout.len(), 0);
            let Some(numbers) = drawn.numbers.get_mut(begins..) else {
                continue;
            };
            drawer.draw(number, &lives[*lives_of], numbers);
            drawer.add_beyond(&mut drawn.beyond);
            let of_first = first.get_or_insert_with(|| numbers.to_vec());
            if plans[0].layout == layout {
                for year in 0..layout.spans() {
                    for line in 0..LINES {
                        let at = layout.year(year, line);
                        numbers[layout.against(year, line)] = numbers[at] - of_first[at];
                    }
                }
            }
        }
    }
    drawn
}

/// The lives of the plans' people, once for all plans that have the same, and whose each plan has.
fn lives(plans: &[Plan]) -> (Vec<Lives<'_>>, Vec<usize>) {
    let mut lives: Vec<Lives<'_>> = Vec::new();
    let mut of_plans = Vec::new();
    for plan in plans {
        let same = lives.iter().position(|own| *own.people == plan.people);
        of_plans.push(same.unwrap_or(lives.len()));
        if same.is_none() {
            lives.push(Lives::new(&plan.people));
        }
    }
    (lives, of_plans)
}

//! Every page with its samples, so that each can be looked at and checked without a county.
//!
//! A page that is missing here is told by the test `every_page_has_its_samples`.

use minijinja::{Environment, Error};

use crate::frame::Frame;
use crate::page::{self, Page};

/// A kind of page, and how its samples are drawn.
#[derive(Clone, Copy)]
pub struct Kind {
    /// The page's type: `SignIn`.
    pub name: &'static str,
    /// The titles of its samples.
    pub titles: fn() -> Vec<String>,
    /// Draws one of its samples in a sample frame; nothing when there are fewer.
    pub draw: fn(&Environment<'_>, usize) -> Option<Result<String, Error>>,
}

/// Names every page, one line each.
macro_rules! kinds {
    ($($room:ident$(::$file:ident)*: $page:ident,)+) => {
        /// Every kind of page.
        pub const KINDS: &[Kind] = &[
            $(kind::<super::$room$(::$file)*::$page>(stringify!($page)),)+
        ];
    };
}

kinds! {
    access::account: Account,
    access::audit: Audit,
    access::audit_entry: Entry,
    access::code: CodePage,
    access::legal_holds: LegalHolds,
    access::retention: RetentionPage,
    access::subject_access: SubjectAccess,
    access::homes: Memberships,
    access::invitations: Invitations,
    access::invitations: LinkMade,
    access::join: Join,
    access::members: Members,
    access::break_glass: BreakGlass,
    access::break_glass: Leaves,
    access::purpose: PurposePage,
    access::checkpoints: Checkpoints,
    access::reads: Reads,
    access::sign_in: Kept,
    access::sign_in: SignIn,
    access::teams: TeamPage,
    access::teams: Teams,
    access::user: User,
    access::users: Users,
    access::verify: Verify,
    access::ways: RecoveryCodes,
    access::ways: Ways,
    contract::confirm: ConfirmPage,
    contract::term: TermPage,
    contract::terms: TermsPage,
    design: Design,
    design: SampleList,
    find: Find,
    help: HelpContents,
    help: HelpPage,
    import: ImportPage,
    market::home: HomePage,
    market::homes: Homes,
    market::map: HomesMap,
    market::own: OwnHome,
    market::own: OwnHomes,
    market::provider: ProviderPage,
    market::providers: Providers,
    menu: Menu,
    money::acts: ActPage,
    money::holds: HoldsPage,
    money::job: JobPage,
    money::lines: LinesPage,
    money::moved: MovedPage,
    money::new: NewPage,
    money::remittance: RemittancePage,
    money::run: RunPage,
    money::runs: RunsPage,
    money::spend: SpendPage,
    outlook::demand: Demand,
    outlook::forecast: Forecast,
    outlook::forecast::pack: PackPage,
    outlook::districts: DistrictsPage,
    outlook::options: OptionsPage,
    outlook::kept: KeptPage,
    outlook::kept: KeptList,
    outlook::scenarios: ScenarioPage,
    outlook::scenarios: Scenarios,
    outlook::bands: BandsPage,
    outlook::fair_fee: FairFeePage,
    money::spent: SpentPage,
    money::trace: Trace,
    outlook::benefit: BenefitPage,
    outlook::benefit_new: NewBenefitPage,
    outlook::benefits: BenefitsPage,
    outlook::budget: BudgetPage,
    outlook::moved: StepPage,
    outlook::published: Published,
    outlook::reorganisation: ReorganisationPage,
    placement::keep_single: KeepSingle,
    placement::list: Placements,
    placement::notices: Notices,
    placement::record: RecordPage,
    placement::self_funders: SelfFunders,
    placement::show: PlacementPage,
    price::decide: Decide,
    price::uplift: UpliftPage,
    price::uplift_new: NewUplift,
    price::uplifts: Uplifts,
    trouble: Trouble,
    work: AllWork,
    work: Work,
}

const fn kind<P: Page>(name: &'static str) -> Kind {
    Kind {
        name,
        titles: titles::<P>,
        draw: draw::<P>,
    }
}

fn titles<P: Page>() -> Vec<String> {
    P::samples().iter().map(Page::title).collect()
}

fn draw<P: Page>(environment: &Environment<'_>, index: usize) -> Option<Result<String, Error>> {
    let page = P::samples().into_iter().nth(index)?;
    let frame = Frame::sample(&page.title());
    let frame = if P::OF_FACTS { frame.of_facts() } else { frame };
    Some(page::draw(environment, &frame, &page))
}

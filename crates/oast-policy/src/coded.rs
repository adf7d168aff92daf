use oast_units::codes;

codes! {
    /// What somebody is to the council. A user may have several.
    Role, "a role" {
        /// Finds homes for people: the placement officer.
        Broker = "broker", "Broker";
        /// Lets the framework, sets price bands, decides what uplift to propose.
        Commissioner = "commissioner", "Commissioner";
        /// Watches over contracts and homes.
        ContractOfficer = "contract_officer", "Contract officer";
        /// Pays homes and recovers what was overpaid.
        FinanceOfficer = "finance_officer", "Finance officer";
        /// Decides what others propose.
        Approver = "approver", "Approver";
        /// Forecasts what care will cost.
        BusinessPartner = "business_partner", "Finance business partner";
        /// Looks at everything and changes nothing; the data protection officer too.
        Auditor = "auditor", "Auditor";
        /// Says who may use the office.
        Administrator = "administrator", "Administrator";
        /// A home's manager, or a group's: sees their own homes alone.
        Provider = "provider", "Provider";
        /// The NHS discharge hub: sees its own referrals alone.
        NhsHub = "nhs_hub", "NHS hub";
    }

    /// What somebody may be allowed to do. Its words follow "may" and "may not".
    Action, "an action" {
        /// Homes and providers, their prices, vacancies and quality.
        SeeHomes = "see_homes", "see homes and their prices";
        /// People by name, their placements and what is paid for each.
        SeePeople = "see_people", "see people and their placements";
        /// Why somebody has one-to-one care, the assessments that say so, and their ethnicity.
        SeeClinical = "see_clinical", "see clinical notes";
        /// Pay runs, postings, remittances, budgets and spending.
        SeeMoney = "see_money", "see pay runs and spending";
        /// What contracts and law say.
        SeeTerms = "see_terms", "see the terms of contracts and law";
        /// What waits to be done.
        SeeWork = "see_work", "see the work that waits";
        /// Who did what, and who looked at whom.
        SeeAudit = "see_audit", "see who did and saw what";
        /// Checking that the record was not altered.
        VerifyAudit = "verify_audit", "verify the record";
        /// What happened to a person: a start, an absence, a death, an end.
        RecordEvent = "record_event", "record what happened to a placement";
        /// A pay run, worked out and put forward.
        ProposePayRun = "propose_pay_run", "propose a pay run";
        /// A proposed pay run, looked over.
        CheckPayRun = "check_pay_run", "check a pay run";
        /// A pay run, approved or turned down.
        DecidePayRun = "decide_pay_run", "approve a pay run or turn it down";
        /// An approved pay run, posted and paid.
        PayPayRun = "pay_pay_run", "pay a pay run";
        /// A payment held or released, a debt recovered by instalments.
        HoldPayment = "hold_payment", "hold a payment or agree an instalment";
        /// An uplift, put forward with its preview.
        ProposeUplift = "propose_uplift", "propose an uplift";
        /// An uplift, approved or turned down.
        DecideUplift = "decide_uplift", "approve an uplift or turn it down";
        /// A term that was assumed, confirmed against its contract.
        ConfirmTerm = "confirm_term", "confirm a term";
        /// A scenario saved, or a forecast kept to be held against what comes.
        KeepForecast = "keep_forecast", "save scenarios and keep forecasts";
        /// What a benefit is to be, who answers for it, and what it came to.
        ManageBenefits = "manage_benefits", "record benefits and what they came to";
        /// The single notice period, kept for one notice of a group.
        OverrideNotice = "override_notice", "override the period of a notice";
        /// A data pack, imported.
        ImportFacts = "import_facts", "import a data pack";
        /// A list or a pack, taken out as a file.
        ExportTables = "export_tables", "export lists as files";
        /// Users, their roles and their passwords.
        ManageUsers = "manage_users", "manage users";
        /// What names people: held for a reason, or erased when its time has come.
        ManageRetention = "manage_retention", "hold and erase what names people";
        /// One person's record, opened for an hour by somebody who sees no people otherwise.
        BreakGlass = "break_glass", "open a person's record in an emergency";
        /// The homes that somebody runs or works for, who is placed there and what they were paid.
        SeeOwnHomes = "see_own_homes", "see their own homes";
        /// The referrals that somebody's NHS hub made.
        SeeOwnReferrals = "see_own_referrals", "see their own referrals";
    }

    /// What a person's record is opened for. Its words follow "for".
    Purpose, "a purpose" {
        /// To find a home and arrange care.
        Brokerage = "brokerage", "brokerage";
        /// To see why an amount is what it is.
        Payment = "payment", "payment";
        /// To see whether a home keeps to its contract.
        ContractManagement = "contract_management", "contract management";
        /// To follow up a concern about care.
        Quality = "quality", "quality of care";
        /// To check what the council did.
        Audit = "audit", "audit";
        /// To answer somebody who asks what is held about them.
        SubjectAccess = "subject_access", "a subject access request";
        /// An emergency. Nobody chooses it: it comes with the leave to break the glass.
        BreakGlass = "break_glass", "an emergency";
    }
}

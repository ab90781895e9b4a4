//! The words of events.

vocabulary! {
    /// The kind of an event.
    EventKind {
        Summit = "summit",
        Meeting = "meeting",
        Visit = "visit",
        Call = "call",
        Founding = "founding",
        Opening = "opening",
        Dissolution = "dissolution",
        Accession = "accession",
        Agreement = "agreement",
        Adoption = "adoption",
        Declaration = "declaration",
        Decision = "decision",
        Proposal = "proposal",
        Announcement = "announcement",
        Speech = "speech",
        Exercise = "exercise",
        Training = "training",
        Attack = "attack",
        Conflict = "conflict",
        Protest = "protest",
        Withdrawal = "withdrawal",
        Delivery = "delivery",
        Investment = "investment",
        Sale = "sale",
        Publication = "publication",
        Appointment = "appointment",
        Election = "election",
        Change = "change",
        Invasion = "invasion",
        Annexation = "annexation",
        Clash = "clash",
        Unrest = "unrest",
        Sanction = "sanction",
        Restriction = "restriction",
        Relaxation = "relaxation",
        Launch = "launch",
        Construction = "construction",
        EntryIntoForce = "entry_into_force",
        Outbreak = "outbreak",
        Incident = "incident",
        Death = "death",
        Anniversary = "anniversary",
        MarketShift = "market_shift",
        Campaign = "campaign",
        Handover = "handover",
        Settlement = "settlement",
        Grant = "grant",
        Contract = "contract",
    }
}

/// The role of an entity in an event.
pub const PARTICIPANT_ROLES: &[&str] = &[
    "host",
    "chair",
    "organiser",
    "attended",
    "absent",
    "invited",
    "signatory",
    "founder",
    "proposer",
    "supporter",
    "opponent",
    "speaker",
    "addressee",
    "supplier",
    "recipient",
    "perpetrator",
    "target",
    "subject",
    "outcome",
];

vocabulary! {
    /// The property of an event that another source may give otherwise.
    EventProperty {
        Date = "date",
        Place = "place",
        Number = "number",
        Name = "name",
        Participants = "participants",
    }
}

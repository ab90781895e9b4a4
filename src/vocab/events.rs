//! The words of events.

vocabulary! {
    /// What sort of thing happened.
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
    }
}

/// What an entity was in an event.
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
    /// What another source may say differently of an event.
    EventProperty {
        Date = "date",
        Place = "place",
        Number = "number",
        Name = "name",
        Participants = "participants",
    }
}

//! The words of official trade statistics.

vocabulary! {
    /// The direction of a flow, by the codes of UN Comtrade.
    TradeFlow {
        /// Domestic exports.
        DomesticExport = "DX",
        /// Imports of goods that are not brought back.
        ForeignImport = "FM",
        /// Imports.
        Import = "M",
        /// Imports for inward processing.
        ImportForProcessing = "MIP",
        /// Imports after outward processing.
        ImportAfterProcessing = "MOP",
        /// Re-imports.
        ReImport = "RM",
        /// Re-exports.
        ReExport = "RX",
        /// Exports.
        Export = "X",
        /// Exports after inward processing.
        ExportAfterProcessing = "XIP",
        /// Exports for outward processing.
        ExportForProcessing = "XOP",
    }
}

vocabulary! {
    /// What the value of a flow includes.
    Valuation {
        /// Cost, insurance and freight up to the border of the importer.
        Cif = "cif",
        /// Free on board: up to the border of the exporter.
        Fob = "fob",
        /// The source does not say.
        Unstated = "unstated",
    }
}

vocabulary! {
    /// Which further value of UN Comtrade is the same number as the value.
    EqualValue {
        /// `cifvalue`.
        Cif = "cif",
        /// `fobvalue`.
        Fob = "fob",
    }
}

vocabulary! {
    /// How often figures of a kind are made.
    Frequency {
        Annual = "A",
        Monthly = "M",
        Quarterly = "Q",
    }
}

vocabulary! {
    /// What the name of a reporter or partner stands for.
    AreaKind {
        /// A state or territory.
        Area = "area",
        /// What is not told of any area: areas not specified, bunkers, special categories.
        Rest = "rest",
        /// The world or another group, whose trade is in the rows of its members too.
        Group = "group",
    }
}

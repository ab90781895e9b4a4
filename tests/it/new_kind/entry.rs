    Table {
        name: "treaties",
        meaning: "who is party to a treaty",
        key: &["fact_id"],
        rows: Rows::SeedFile(include_str!("../../../seeds/treaties.csv")),
        own: &[
            FACT_ID,
            need("party", Reference("entities"), "who is party to it"),
            need("treaty", Text, "its name"),
            DATE,
            DATE_ROLE,
        ],
        derived: DATED,
        fact: Some(Fact {
            prefix: "x-",
            view: View {
                name: "v_treaties",
                meaning: "who is party to a treaty",
                order: "party, treaty, fact_id",
                is_of_one_kind: true,
                own: &[
                    name_of("party", "who is party to it"),
                    text("treaty", "its name"),
                    DATE_SHOWN,
                    DATE_ROLE_SHOWN,
                    YEAR,
                    DATE_FROM,
                    DATE_TO,
                ],
            },
        }),
        ..Table::PLAIN
    },

//! Rebuilds the crate when a migration is added: the macro that embeds them notices edits alone. Tells it the number of
//! the newest.

fn main() -> std::io::Result<()> {
    println!("cargo:rerun-if-changed=migrations");
    let mut newest = 0;
    for entry in std::fs::read_dir("migrations")? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| {
            let (number, _) = name.strip_prefix('V')?.split_once("__")?;
            number.parse::<i32>().ok()
        });
        newest = newest.max(number.unwrap_or(0));
    }
    println!("cargo:rustc-env=NEWEST_MIGRATION={newest}");
    Ok(())
}

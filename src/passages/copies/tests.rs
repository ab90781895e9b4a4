use super::*;

#[test]
fn every_file_of_a_folder_and_its_folders_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, "x").expect("a file");
    };
    for path in [
        "b.txt",
        "clips/a.md",
        "clips/old/c.pdf",
        ".hidden",
        ".git/d.txt",
        "page.html",
        "page_files/e.css",
    ] {
        write(path);
    }
    let found = files(folder.path()).expect("files");
    let names: Vec<String> = found
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    assert_eq!(
        names,
        ["b.txt", "clips/a.md", "clips/old/c.pdf", "page.html"]
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_named_and_one_to_a_folder_is_not() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.txt"), "rye").expect("a file");
    for (to, name) in [
        ("a.txt", "b.txt"),
        ("gone", "c.txt"),
        ("d.txt", "d.txt"),
        (".", "circle"),
    ] {
        symlink(to, at(name)).expect("a link");
    }
    let found = files(folder.path()).expect("files");
    assert_eq!(
        found,
        ["a.txt", "b.txt", "c.txt", "d.txt"]
            .map(PathBuf::from)
            .into()
    );
    let told = saved(folder.path(), Path::new("c.txt"), &Reading::default()).document;
    let told = told.expect_err("a complaint").to_string();
    assert!(told.starts_with("cannot be read: No such file"), "{told}");
}

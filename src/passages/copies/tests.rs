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

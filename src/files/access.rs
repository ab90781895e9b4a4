//! Who may read and write a file. A file that replaces another gets the same owner and permissions.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// The permissions and the owner of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    #[cfg(unix)]
    mode: u32,
    /// User and group; none for a file that belongs to whoever makes it.
    #[cfg(unix)]
    owner: Option<(u32, u32)>,
}

#[cfg(unix)]
impl Access {
    /// The permissions of a new database: those that SQLite gives, less what the user's mask takes away.
    pub const NEW_DATABASE: Self = Self {
        mode: 0o644,
        owner: None,
    };

    /// For the owner alone.
    pub const PRIVATE: Self = Self {
        mode: 0o600,
        owner: None,
    };

    /// The permissions that a new file usually gets, less what the user's mask takes away.
    pub const NEW_FILE: Self = Self {
        mode: 0o666,
        owner: None,
    };

    /// That of a file; none where it is not there.
    pub fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let found = std::fs::metadata(path).ok()?;
        Some(Self {
            mode: found.mode() & 0o777,
            owner: Some((found.uid(), found.gid())),
        })
    }

    /// Makes a file that is not there. It is open to nobody else from its first byte on.
    pub(super) fn create_new(self, path: &Path) -> io::Result<File> {
        use std::os::unix::fs::OpenOptionsExt;
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .mode(self.mode)
            .open(path)?;
        if let Err(error) = self.apply(&file) {
            // The error is reported anyway; that an empty file may stay adds nothing to it.
            let _ = std::fs::remove_file(path);
            return Err(error);
        }
        Ok(file)
    }

    /// Gives a file the owner and exactly the permissions, whatever the user's mask has taken away.
    fn apply(self, file: &File) -> io::Result<()> {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
        let Some((user, group)) = self.owner else {
            return Ok(());
        };
        let found = file.metadata()?;
        let mut allowed = self.mode;
        if (found.uid(), found.gid()) != (user, group)
            && fchown(file, Some(user), Some(group)).is_err()
            && fchown(file, None, Some(group)).is_err()
        {
            // The permissions were not meant for another group, so only the owner keeps theirs.
            allowed &= 0o700;
        }
        file.set_permissions(std::fs::Permissions::from_mode(allowed))
    }
}

#[cfg(not(unix))]
impl Access {
    /// The permissions of a new database.
    pub const NEW_DATABASE: Self = Self {};

    /// For the owner alone, on systems that have owners.
    pub const PRIVATE: Self = Self {};

    /// The permissions of a new file.
    pub const NEW_FILE: Self = Self {};

    /// That of a file; none where it is not there.
    pub fn of(path: &Path) -> Option<Self> {
        path.exists().then_some(Self {})
    }

    /// Makes a file that is not there.
    pub(super) fn create_new(self, path: &Path) -> io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(path)
    }
}

//! `sco completions`.

use clap::Args;
use clap_complete::Shell;

use super::Shared;
use super::options::program;
use super::output::print_styled;

/// Print what lets a shell complete the commands and options of `sco`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  sco completions bash > ~/.local/share/bash-completion/completions/sco
  sco completions zsh > ~/.zfunc/_sco
  sco completions fish > ~/.config/fish/completions/sco.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(shared: &Shared, arguments: &Arguments) -> anyhow::Result<()> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program(), "sco", &mut script);
    let script = String::from_utf8(script)?;
    if shared.is_json() {
        let shell = arguments.shell.to_string();
        shared.print_exactly(
            String::new,
            || serde_json::json!({"type": "completions", "shell": shell, "text": script}),
        );
    } else {
        print_styled(script.trim_end());
    }
    Ok(())
}

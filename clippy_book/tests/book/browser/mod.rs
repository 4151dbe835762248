//! The book as a reader sees it, in a browser and from the file system.

mod layout;
mod lint_list;
mod webdriver;

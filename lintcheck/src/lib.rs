//! Empty: this package is a list of crates for `./x lintcheck`, see its manifest.

//! Empty: this package is the list of crates for `./x lintcheck`, see its manifest.

//! Keys that nobody knows, at the top and in an entry.
//@error-in-other-file: unknown key: `await-holding-invalid-typs`
//@error-in-other-file: unknown key: `cognitive-complexity-treshold`
//@error-in-other-file: unknown key: `entirely-made-up-by-this-test`
//@error-in-other-file: unknown key in this entry: `reasons`

//! What the office owes the people it keeps a record of: that it lies sealed, that it is kept no
//! longer than it must, and that they can have what is held on them.

mod key;

/// Declares closed lists of words, each word with its code in files and its name on screen.
///
/// ```
/// oast_units::codes! {
///     /// A season.
///     Season, "a season" {
///         /// From March on.
///         Spring = "spring", "Spring";
///         /// From June on.
///         Summer = "summer", "Summer";
///     }
/// }
/// assert_eq!("summer".parse(), Ok(Season::Summer));
/// let wrong = "winter".parse::<Season>().unwrap_err().to_string();
/// assert_eq!(wrong, "'winter' is not a season; use one of spring, summer");
/// ```
#[macro_export]
macro_rules! codes {
    ($(
        $(#[$doc:meta])*
        $name:ident, $what:literal {
            $($(#[$variant_doc:meta])* $variant:ident = $code:literal, $words:literal;)+
        }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its code in files.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// Its name as people read it.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::Invalid;

            fn from_str(text: &str) -> Result<Self, $crate::Invalid> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::Invalid::new(format!(
                        concat!("'{}' is not ", $what, "; use one of {}"),
                        text,
                        [$($code),+].join(", "),
                    ))),
                }
            }
        }

        impl $crate::Cell for $name {
            const KIND: $crate::Kind = $crate::Kind::Text;

            fn parse(text: &str) -> Result<Self, $crate::Invalid> {
                text.parse()
            }

            fn write(&self, out: &mut String) {
                out.push_str(self.code());
            }

            fn to_raw<'a>(&'a self, _scratch: &'a mut String) -> $crate::Raw<'a> {
                $crate::Raw::Text(self.code())
            }
        }
    )+};
}

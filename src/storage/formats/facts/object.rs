//! One line of JSON as an object of a few plain values: whatever else it holds is refused as it comes,
//! so that a line takes little more memory than its text.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};

/// The most values that an object has; a fact has fewer than twenty.
const MOST: usize = 64;

/// Reads an object whose values are plain, or objects of plain values.
pub(super) fn read(text: &str) -> Result<Map<String, Value>, serde_json::Error> {
    let mut from = serde_json::Deserializer::from_str(text);
    let value = Part { objects: 2 }.deserialize(&mut from)?;
    from.end()?;
    match value {
        Value::Object(object) => Ok(object),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(serde_json::Error::custom("it is no object"))
        }
    }
}

/// A value in which objects may lie so deep.
struct Part {
    objects: u8,
}

impl<'de> DeserializeSeed<'de> for Part {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a plain value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let Some(objects) = self.objects.checked_sub(1) else {
            return Err(A::Error::custom("it is nested too deep"));
        };
        let mut object = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            if object.len() == MOST {
                return Err(A::Error::custom(format!("it has more than {MOST} values")));
            }
            object.insert(name, from.next_value_seed(Part { objects })?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_everywhere_else() {
        let text =
            r#"{"a":null,"b":-1,"c":18446744073709551615,"d":0.1,"e":"\u00e9\n","f":{"g":true}}"#;
        let usual: Map<String, Value> = serde_json::from_str(text).unwrap();
        assert_eq!(read(text).unwrap(), usual);
    }

    #[test]
    fn what_is_not_plain_is_refused() {
        for text in [r#"{"a":[]}"#, r#"{"a":{"b":{}}}"#, "[]", "1", r#"{"a":1} 2"#] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}

//! Protocol buffers, as far as a collection needs them: fields by number, one level at a time.

/// A message as it was written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blob<'a>(&'a [u8]);

/// Says that a message does not hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Damaged;

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Blob<'a> {
    /// Looks at bytes as a message.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The number in a field; the last one when it is there more than once.
    pub(super) fn number(self, field: u64) -> Result<Option<u64>, Damaged> {
        let mut found = None;
        self.each(field, |value| {
            if let Value::Number(number) = value {
                found = Some(number);
            }
        })?;
        Ok(found)
    }

    /// The bytes in a field; the last ones when it is there more than once.
    pub(super) fn bytes(self, field: u64) -> Result<Option<&'a [u8]>, Damaged> {
        let mut found = None;
        self.each(field, |value| {
            if let Value::Bytes(bytes) = value {
                found = Some(bytes);
            }
        })?;
        Ok(found)
    }

    /// The text in a field; empty when it is not there.
    pub(super) fn text(self, field: u64) -> Result<&'a str, Damaged> {
        let bytes = self.bytes(field)?.unwrap_or_default();
        std::str::from_utf8(bytes).map_err(|_| Damaged)
    }

    /// The numbers of a repeated field of single precision, packed or one by one.
    pub(super) fn floats(self, field: u64) -> Result<Vec<f32>, Damaged> {
        let mut found = Vec::new();
        self.each(field, |value| match value {
            Value::Bytes(bytes) => {
                let (floats, _) = bytes.as_chunks::<4>();
                found.extend(floats.iter().map(|bytes| f32::from_le_bytes(*bytes)));
            }
            Value::Number(bits) => found.extend(u32::try_from(bits).map(f32::from_bits)),
        })?;
        Ok(found)
    }

    /// Goes through the whole message and hands over each value of a field.
    fn each(self, field: u64, mut take: impl FnMut(Value<'a>)) -> Result<(), Damaged> {
        let mut rest = self.0;
        while !rest.is_empty() {
            let key = varint(&mut rest)?;
            let value = match key & 7 {
                0 => Value::Number(varint(&mut rest)?),
                1 => Value::Bytes(split(&mut rest, 8)?),
                2 => {
                    let length = varint(&mut rest)?;
                    Value::Bytes(split(&mut rest, usize::try_from(length).map_err(|_| Damaged)?)?)
                }
                5 => {
                    let bytes = split(&mut rest, 4)?.try_into().map_err(|_| Damaged)?;
                    Value::Number(u64::from(u32::from_le_bytes(bytes)))
                }
                _ => return Err(Damaged),
            };
            if key >> 3 == field {
                take(value);
            }
        }
        Ok(())
    }
}

fn split<'a>(rest: &mut &'a [u8], length: usize) -> Result<&'a [u8], Damaged> {
    let (bytes, tail) = rest.split_at_checked(length).ok_or(Damaged)?;
    *rest = tail;
    Ok(bytes)
}

fn varint(rest: &mut &[u8]) -> Result<u64, Damaged> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, tail) = rest.split_first().ok_or(Damaged)?;
        *rest = tail;
        number |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_behind_others_of_every_sort() {
        let bytes = [8, 0x96, 1, 18, 2, b'h', b'i', 29, 0, 0, 128, 63, 33, 0, 0, 0, 0, 0, 0, 0, 0];
        let blob = Blob::new(&bytes);
        assert_eq!(blob.number(1), Ok(Some(150)));
        assert_eq!(blob.text(2), Ok("hi"));
        assert_eq!(blob.floats(3), Ok(vec![1.0]));
        assert_eq!(blob.number(9), Ok(None));
    }

    #[test]
    fn packed_numbers_come_out_one_by_one() {
        let bytes = [26, 8, 0, 0, 128, 63, 0, 0, 0, 64];
        assert_eq!(Blob::new(&bytes).floats(3), Ok(vec![1.0, 2.0]));
    }

    #[test]
    fn a_message_cut_short_is_damaged() {
        for bytes in [&[8][..], &[18, 200, 1, 7], &[29, 0], &[15], &[0xff; 12]] {
            assert_eq!(Blob::new(bytes).number(1), Err(Damaged), "{bytes:?}");
        }
    }
}

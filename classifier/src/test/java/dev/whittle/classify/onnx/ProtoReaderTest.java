package dev.whittle.classify.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {
    @Test
    void whatIsWrittenIsRead() throws IOException {
        ProtoMessage inner = new ProtoMessage().number(1, -1).text(2, "写").number(3, Long.MAX_VALUE);
        ProtoMessage outer =
                new ProtoMessage().real(4, 2.5f).message(500, inner).number(1, 0);
        ProtoReader reader = ProtoReader.of(outer.toByteArray());
        assertTrue(reader.next());
        assertFalse(reader.isBytes(4) || reader.isNumber(4));
        assertTrue(reader.next() && reader.isBytes(500) && !reader.isNumber(500) && !reader.isBytes(1));
        ProtoReader within = reader.message();
        assertTrue(within.next() && within.isNumber(1));
        assertEquals(-1, within.number());
        assertTrue(within.next() && within.isBytes(2));
        assertEquals("写", within.text());
        assertTrue(within.next() && within.isNumber(3));
        assertEquals(Long.MAX_VALUE, within.number());
        assertFalse(within.next());
        assertTrue(reader.next() && reader.isNumber(1));
        assertEquals(0, reader.number());
        assertFalse(reader.next());
    }

    private static void fails(String hex, String... parts) {
        ProtoReader reader = ProtoReader.of(HexFormat.ofDelimiter(" ").parseHex(hex));
        Messages.says(
                IOException.class,
                () -> {
                    while (reader.next()) {
                        // to the end
                    }
                },
                parts);
    }

    @Test
    void whatIsNoMessageIsRefusedWithItsPlace() {
        fails("08 01 80", "byte 3", "ends");
        fails("08 01 08 ff ff ff ff ff ff ff ff ff ff 01", "byte 13", "64 bits");
        fails("08 01 00 01", "byte 2", "no field 0");
        fails("08 01 0b", "byte 2", "field 1", "type 3");
        fails("08 01 12 03 41 42", "byte 2", "field 2", "3 bytes", "only 2");
        fails("08 01 12 ff ff ff ff ff ff ff ff ff 01", "byte 2", "-1 bytes");
        fails("15 00 00 80", "byte 0", "4 bytes", "only 3");
        fails("11 00 00 80", "byte 0", "8 bytes", "only 3");
    }
}

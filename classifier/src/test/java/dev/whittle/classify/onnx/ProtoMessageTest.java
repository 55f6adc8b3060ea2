package dev.whittle.classify.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of protobuf.dev/programming-guides/encoding, and values at the ends of ranges. */
class ProtoMessageTest {
    private static void assertBytes(String hex, ProtoMessage message) throws IOException {
        assertEquals(hex, HexFormat.ofDelimiter(" ").formatHex(message.toByteArray()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        message.writeTo(out);
        assertArrayEquals(out.toByteArray(), message.toByteArray());
        assertEquals(out.size(), message.size());
    }

    @Test
    void examplesOfTheGuide() throws IOException {
        ProtoMessage inner = new ProtoMessage().number(1, 150);
        assertBytes("08 96 01", inner);
        assertBytes("12 07 74 65 73 74 69 6e 67", new ProtoMessage().text(2, "testing"));
        assertBytes("1a 03 08 96 01", new ProtoMessage().message(3, inner));
        assertBytes("", new ProtoMessage());
    }

    @Test
    void numbersOfAllSizes() throws IOException {
        assertBytes("08 00", new ProtoMessage().number(1, 0));
        assertBytes("08 7f", new ProtoMessage().number(1, 127));
        assertBytes("08 80 01", new ProtoMessage().number(1, 128));
        assertBytes("08 ff ff ff ff 07", new ProtoMessage().number(1, Integer.MAX_VALUE));
        assertBytes("08 ff ff ff ff ff ff ff ff 7f", new ProtoMessage().number(1, Long.MAX_VALUE));
        assertBytes("08 ff ff ff ff ff ff ff ff ff 01", new ProtoMessage().number(1, -1));
        assertBytes("78 01", new ProtoMessage().number(15, 1));
        assertBytes("80 01 01", new ProtoMessage().number(16, 1));
    }

    @Test
    void realsAndTexts() throws IOException {
        assertBytes("15 00 00 80 3f", new ProtoMessage().real(2, 1));
        assertBytes("0a 03 e5 86 99", new ProtoMessage().text(1, "写"));
        assertBytes("4a 02 00 ff", new ProtoMessage().bytes(9, new byte[] {0, -1}));
    }

    @Test
    void aMessageIsThatOfItsTime() throws IOException {
        ProtoMessage inner = new ProtoMessage().number(1, 1);
        ProtoMessage outer = new ProtoMessage().message(1, inner);
        inner.number(1, 2);
        assertBytes("0a 02 08 01", outer);
    }
}

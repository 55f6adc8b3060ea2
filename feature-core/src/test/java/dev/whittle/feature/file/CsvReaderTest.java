package dev.whittle.feature.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Messages;
import dev.whittle.feature.Rng;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
    @TempDir
    Path temp;

    private static CsvReader.Row row(int line, String... fields) {
        return new CsvReader.Row(line, List.of(fields), null);
    }

    @Test
    void recordsAsRfc4180HasThem() {
        assertEquals(List.of(), CsvReader.parse(""));
        assertEquals(List.of(row(1, "a", "b c", "")), CsvReader.parse("a,b c,"));
        assertEquals(List.of(row(1, "a"), row(2, ""), row(3, "b")), CsvReader.parse("a\r\n\nb\r"));
        assertEquals(List.of(row(1, "a,\"b\"", "c"), row(2, "", "")), CsvReader.parse("\"a,\"\"b\"\"\",c\n\"\",\n"));
        assertEquals(List.of(row(1, "a\r\nb\n", "c"), row(4, "d")), CsvReader.parse("\"a\r\nb\n\",c\nd"));
        assertEquals(List.of(row(1, "a", " b ", "5\" x")), CsvReader.parse(" a ,\t\" b \" , 5\" x "));
    }

    @Test
    void problemsAreThoseOfTheirRecords() {
        List<CsvReader.Row> rows = CsvReader.parse("\"a\"b,c\nd\n\"e\n\"f\",g\nh\n\"i\nj,k\n");
        assertEquals(
                List.of(1, 2, 3, 5, 6), rows.stream().map(CsvReader.Row::line).toList());
        assertTrue(rows.get(0).problem().contains("text after the quote"));
        assertNull(rows.get(1).problem());
        assertTrue(rows.get(2).problem().contains("text after the quote"));
        assertEquals(List.of("h"), rows.get(3).fields());
        assertTrue(rows.get(4).problem().contains("does not end"));
    }

    /** Whatever fields there are, they are read as they were written. */
    @Test
    void whatIsWrittenIsRead() {
        String[] parts = {"a", "\"", ",", "\n", "\r", " ", "é"};
        Rng random = new Rng(1, "fields", 0);
        for (int n = 0; n < 2000; n++) {
            List<List<String>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int r = 0; r < 3; r++) {
                List<String> fields = new ArrayList<>();
                for (int f = 0; f < 2; f++) {
                    StringBuilder field = new StringBuilder();
                    for (int length = random.nextInt(6); length > 0; length--) {
                        field.append(parts[random.nextInt(parts.length)]);
                    }
                    fields.add(field.toString());
                    text.append(f == 0 ? "" : ",")
                            .append('"')
                            .append(field.toString().replace("\"", "\"\""))
                            .append('"');
                }
                rows.add(fields);
                text.append('\n');
            }
            assertEquals(
                    rows,
                    CsvReader.parse(text.toString()).stream()
                            .map(CsvReader.Row::fields)
                            .toList());
        }
    }

    @Test
    void theTextIsUtf8() throws IOException {
        Path file = Files.write(temp.resolve("a.csv"), new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a'});
        assertEquals(List.of(row(1, "a")), CsvReader.read(file));
        Files.write(file, new byte[] {(byte) 0xFC});
        Messages.says(IOException.class, () -> CsvReader.read(file), file.toString(), "UTF-8");
    }
}

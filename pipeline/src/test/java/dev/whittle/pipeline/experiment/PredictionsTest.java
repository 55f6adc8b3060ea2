package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.table.NpyFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionsTest {
    @TempDir
    private Path temp;

    private static Predictions three() {
        HandMade.Images images = HandMade.Images.plain(new int[] {0, 1, 1}, List.of("a", "b, c"));
        return new Predictions(images, new Matrix(3, 2, new float[] {1, -2.34567f, 0, 1e-9f, 123456, 5}), 4, null);
    }

    private static String content(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theListHasTheColumnsOfOpenMl() throws IOException {
        Path file = temp.resolve("p.csv.gz");
        three().writeList(file);
        assertEquals("""
                repeat,fold,row_id,prediction,truth,confidence.a,"confidence.b, c",name
                4,0,0,a,a,1,-2.35,image-0
                4,0,1,"b, c","b, c",0,1E-9,image-1
                4,0,2,a,"b, c",123000,5,image-2
                """, content(file));
    }

    @Test
    void classesAreBytesWhereTheseSuffice() throws IOException {
        Path file = temp.resolve("p.npy");
        three().writeClasses(file);
        assertArrayEquals(new int[] {0, 1, 0}, NpyFile.readInts(file));
        assertEquals(NpyFile.HEADER + 3, Files.size(file));
        for (int classes : new int[] {256, 257}) {
            List<String> names = new ArrayList<>();
            for (int c = 0; c < classes; c++) {
                names.add("class " + c);
            }
            Matrix scores = new Matrix(2, classes);
            scores.set(0, classes - 1, 1);
            new Predictions(HandMade.Images.plain(new int[] {0, 1}, names), scores, 0, null).writeClasses(file);
            assertArrayEquals(new int[] {classes - 1, 0}, NpyFile.readInts(file));
            assertEquals(NpyFile.HEADER + (classes == 256 ? 2 : 8), Files.size(file));
        }
    }

    /** Another version of zlib compresses to other bytes; a changed value is seen all the same. */
    @Test
    void theHashIsOfWhatIsCompressed() throws IOException {
        Path file = temp.resolve("p.csv.gz");
        three().writeList(file);
        String hash = Hashes.of(file);
        String text = content(file);
        byte[] before = Files.readAllBytes(file);
        write(file, text);
        assertNotEquals(before.length, Files.size(file));
        assertEquals(hash, Hashes.of(file));
        assertEquals(Hashes.of(text.getBytes(StandardCharsets.UTF_8)), hash);
        write(file, text.replace("a,a", "a,b"));
        assertNotEquals(hash, Hashes.of(file));
        Files.writeString(file, "damaged");
        assertEquals(Hashes.of("damaged".getBytes(StandardCharsets.UTF_8)), Hashes.of(file));
        Files.write(file, Arrays.copyOf(before, before.length - 20));
        assertNotEquals(hash, Hashes.of(file));
        Files.write(file, Arrays.copyOf(before, before.length + 1));
        assertNotEquals(hash, Hashes.of(file), "a byte more");
        before[before.length - 6] ^= 1;
        Files.write(file, before);
        assertNotEquals(hash, Hashes.of(file), "another checksum");
    }

    private static void write(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file)) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        }) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** To the three digits of the list. */
    @Test
    void scoresComeBack() throws IOException {
        Path file = temp.resolve("p.csv.gz");
        three().writeList(file);
        Matrix read = Predictions.scores(file);
        assertEquals(2, read.columns());
        assertArrayEquals(new float[] {1, -2.35f, 0, 1e-9f, 123000, 5}, read.data());
        String text = content(file);
        for (String wrong : new String[] {text.replace("-2.35", "x"), text.replace("-2.35,", "")}) {
            write(file, wrong);
            String message = assertThrows(IOException.class, () -> Predictions.scores(file))
                    .getMessage();
            assertTrue(message.contains("p.csv.gz") && message.contains("line 2"), message);
        }
        write(file, text.lines().findFirst().orElseThrow() + "\n");
        assertThrows(IOException.class, () -> Predictions.scores(file));
    }
}

package dev.whittle.feature.image.corrupt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Corruptions of NumPy, SciPy, scikit-image, OpenCV and Pillow, made by {@code src/test/reference/corruptions.py}. */
class CorruptionReferenceTest {
    private static final Run RUN = Run.defaults().withThreads(1).withSeed(5);
    private static final int INDEX = 7;
    /** These are rounded to nearest, and many of their sums lie in the middle between two whole numbers. */
    private static final Set<Corruption> WITH_TIES = EnumSet.of(Corruption.ROTATION, Corruption.SCALE);

    private record Reference(Corruption corruption, int severity, Planar<GrayU8> image, Planar<GrayU8> corrupted) {
        /** The number of values that differ; by more than 1 is an error. */
        int differences(Planar<GrayU8> actual) {
            int differences = 0;
            for (int b = 0; b < 3; b++) {
                for (int y = 0; y < image.height; y++) {
                    for (int x = 0; x < image.width; x++) {
                        int expected = corrupted.getBand(b).get(x, y);
                        int difference = Math.abs(expected - actual.getBand(b).get(x, y));
                        assertTrue(
                                difference <= 1,
                                "band " + b + " at (" + x + ", " + y + ") is "
                                        + actual.getBand(b).get(x, y) + ", the reference has " + expected);
                        differences += difference;
                    }
                }
            }
            return differences;
        }

        void check(Planar<GrayU8> actual) {
            int allowed = WITH_TIES.contains(corruption) ? 10 : 0;
            int differences = differences(actual);
            assertTrue(differences <= allowed, differences + " values differ by 1, expected at most " + allowed);
        }

        @Override
        public String toString() {
            return corruption.key() + ", severity " + severity + ", " + image.width + " pixels";
        }
    }

    static List<Reference> references() throws Exception {
        List<Reference> references = new ArrayList<>();
        try (var in = CorruptionReferenceTest.class.getResourceAsStream("/images/corruptions.tsv")) {
            Planar<GrayU8> image = null;
            for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
                String[] f = line.split("\t");
                Planar<GrayU8> pixels =
                        image(Integer.parseInt(f[2]), HexFormat.of().parseHex(f[3]));
                if (f[0].equals("image")) {
                    image = pixels;
                } else {
                    references.add(new Reference(Corruption.of(f[0]), Integer.parseInt(f[1]), image, pixels));
                }
            }
        }
        return references;
    }

    private static Planar<GrayU8> image(int side, byte[] pixels) {
        Planar<GrayU8> image = new Planar<>(GrayU8.class, side, side, 3);
        for (int i = 0; i < pixels.length; i++) {
            image.getBand(i % 3).data[i / 3] = pixels[i];
        }
        return image;
    }

    private static Planar<GrayU8> corrupted(Reference reference, int severity) {
        return reference.corruption.apply(reference.image, severity, INDEX, RUN);
    }

    @ParameterizedTest
    @MethodSource("references")
    void itIsThatOfTheLibraries(Reference reference) {
        reference.check(corrupted(reference, reference.severity));
    }

    /** Equalisation has references of its own, in those of {@code Equalize}. */
    @Test
    void allHaveReferences() throws Exception {
        Set<Corruption> seen = EnumSet.of(Corruption.EQUALIZED);
        references().forEach(reference -> seen.add(reference.corruption));
        assertEquals(EnumSet.allOf(Corruption.class), seen);
    }

    @Test
    void anotherSeverityIsNoticed() throws Exception {
        for (Reference reference : references()) {
            if (reference.corruption.severities() > 1 && reference.image.width == 32) {
                assertThrows(
                        AssertionError.class,
                        () -> reference.check(corrupted(reference, reference.severity - 1)),
                        reference::toString);
            }
        }
    }

    @Test
    void oneValueIsNoticed() throws Exception {
        Reference reference = references().stream()
                .filter(r -> r.corruption == Corruption.JPEG)
                .findFirst()
                .orElseThrow();
        Planar<GrayU8> changed = corrupted(reference, reference.severity);
        changed.getBand(1).data[5] ^= 1;
        assertThrows(AssertionError.class, () -> reference.check(changed));
    }
}

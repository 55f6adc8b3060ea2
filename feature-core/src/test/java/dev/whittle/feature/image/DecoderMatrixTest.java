package dev.whittle.feature.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The variants of all formats: a part of those that {@code jpeg_matrix.py} and {@code decoder_matrix.py} in {@code
 * src/test/reference} compare with independent decoders. Files that are larger are in {@link ImageFileTest}.
 */
@Tag("bits")
class DecoderMatrixTest {
    /** A line of jpeg-matrix.tsv or decoder-matrix.tsv. */
    record Kind(String name, String pixels, byte[] file) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Kind> matrix() throws IOException {
        return Stream.concat(lines("jpeg-matrix.tsv"), lines("decoder-matrix.tsv"))
                .map(line -> {
                    int file = line.lastIndexOf('\t');
                    int pixels = line.indexOf('\t');
                    return new Kind(
                            line.substring(0, pixels),
                            line.substring(pixels + 1, file),
                            Base64.getDecoder().decode(line.substring(file + 1)));
                })
                .toList();
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (var in = DecoderMatrixTest.class.getResourceAsStream("/images/" + resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void everyKindHasTheExpectedPixels(Kind kind) throws Exception {
        assertEquals(kind.pixels(), pixels(ImageFile.read(kind.file(), kind.name())));
    }

    @Test
    void comparisonSeesOnePixel() throws Exception {
        Kind kind = matrix().get(20);
        Planar<GrayU8> image = ImageFile.read(kind.file(), kind.name());
        image.getBand(2).data[5] ^= 1;
        assertNotEquals(kind.pixels(), pixels(image));
    }

    private static String pixels(Planar<GrayU8> image) throws NoSuchAlgorithmException {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        for (int b = 0; b < image.getNumBands(); b++) {
            hash.update(image.getBand(b).data);
        }
        return image.width + "\t" + image.height + "\t" + image.getNumBands() + "\t"
                + HexFormat.of().formatHex(hash.digest()).substring(0, 16);
    }
}

package dev.whittle.feature.color;

import dev.whittle.feature.Dataset;
import dev.whittle.feature.NeedsNoData;
import java.util.List;

/**
 * Uniform quantisation (Heckbert, "Color image quantization for frame buffer display", SIGGRAPH 1982, section 3.1): the
 * colours of RGB are cut into equal boxes, and the centre of its box stands for each colour. Nothing is learned.
 *
 * <p>With b bits of a band, a value v lies in part ⌊v·2ᵇ/256⌋ of 2ᵇ. A part from v₀ to v₁ has the centre (v₀ + v₁)/2,
 * rounded up, so 64 and 192 for one bit. The number of a colour is (red part · green parts + green part) · blue parts +
 * blue part.
 *
 * @param bits bits of red, green and blue, each 0 to 8
 */
public record UniformPalette(List<Integer> bits) implements NeedsNoData<Dataset, Palette> {
    public UniformPalette {
        if (bits == null || bits.size() != 3 || bits.stream().anyMatch(b -> b == null || b < 0 || b > 8)) {
            throw new IllegalArgumentException("Uniform palette: bits must be 3 numbers from 0 to 8, got " + bits);
        }
        bits = List.copyOf(bits);
    }

    /** 2 bits of each band, so 64 colours, as many as the other palettes have. */
    public static UniformPalette defaults() {
        return new UniformPalette(List.of(2, 2, 2));
    }

    @Override
    public Palette fitted() {
        return new Boxes(bits.get(0), bits.get(1), bits.get(2));
    }

    private record Boxes(int redBits, int greenBits, int blueBits) implements Palette {
        @Override
        public int size() {
            return 1 << redBits + greenBits + blueBits;
        }

        @Override
        public int color(int number) {
            int red = centre(number >> greenBits + blueBits, redBits);
            int green = centre(number >> blueBits & (1 << greenBits) - 1, greenBits);
            int blue = centre(number & (1 << blueBits) - 1, blueBits);
            return red << 16 | green << 8 | blue;
        }

        private static int centre(int part, int bits) {
            int width = 256 >> bits;
            return part * width + width / 2;
        }

        @Override
        public int numberOf(int red, int green, int blue) {
            return (red >> 8 - redBits << greenBits | green >> 8 - greenBits) << blueBits | blue >> 8 - blueBits;
        }
    }
}

package dev.whittle.feature.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Decodes lossless WebP images (RFC 9649, section 3) to pixels 0xAARRGGBB. */
final class Vp8lImage {
    private static final int LITERALS = 256;
    private static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int NEAR = 120;
    /** For short distance codes, rows up in the upper four bits, and 8 minus columns to the left in the lower ones. */
    private static final byte[] NEIGHBOURS = java.util.HexFormat.of()
            .parseHex("1807171928062729161a262a38053739151b363a252b48044749141c353b464a242c58454b343c03"
                    + "5759131d565a232d444c555b333d68026769121e666a222e545c434d656b323e78017779535d111f"
                    + "646c424e767a212f757b313f636d525e00747c414f1020626e30737d515f40727e616f50717f6070");

    private final Vp8lBits bits;

    private Vp8lImage(Vp8lBits bits) {
        this.bits = bits;
    }

    /** Decodes what follows the header of five bytes, which alpha of lossy images does not have. */
    static int[] decode(Bytes in, long at, long end, int width, int height) throws IOException {
        in.requireMemory(8L * width * height);
        return new Vp8lImage(new Vp8lBits(in, at, end)).transformed(width, height);
    }

    private int[] transformed(int width, int height) throws IOException {
        List<Vp8lTransform> transforms = new ArrayList<>();
        int columns = width;
        int seen = 0;
        while (bits.flag()) {
            int type = bits.read(2);
            if ((seen >> type & 1) == 1) {
                throw bits.error("transform " + type + " is there twice");
            }
            seen |= 1 << type;
            int size = 0;
            int[] data = new int[0];
            int next = columns;
            if (type == Vp8lTransform.PALETTE) {
                data = pixels(bits.read(8) + 1, 1, false);
                size = data.length > 16 ? 0 : data.length > 4 ? 1 : data.length > 2 ? 2 : 3;
                next = Vp8lTransform.blocks(columns, size);
            } else if (type != Vp8lTransform.GREEN) {
                size = bits.read(3) + 2;
                data = pixels(Vp8lTransform.blocks(columns, size), Vp8lTransform.blocks(height, size), false);
            }
            transforms.add(new Vp8lTransform(type, columns, height, size, data));
            columns = next;
        }
        int[] pixels = pixels(columns, height, true);
        for (int i = transforms.size() - 1; i >= 0; i--) {
            pixels = transforms.get(i).undo(pixels);
        }
        return pixels;
    }

    /** Pixels before transforms are undone; only the image itself, not its parts, may have several groups of codes. */
    private int[] pixels(int width, int height, boolean main) throws IOException {
        int cacheBits = 0;
        if (bits.flag()) {
            cacheBits = bits.read(4);
            if (cacheBits < 1 || cacheBits > 11) {
                throw bits.error("a colour cache of " + cacheBits + " bits, expected 1 to 11");
            }
        }
        int[] cache = new int[cacheBits == 0 ? 0 : 1 << cacheBits];
        int groupSize = 0;
        int[] groupOf = {0};
        if (main && bits.flag()) {
            groupSize = bits.read(3) + 2;
            groupOf = pixels(Vp8lTransform.blocks(width, groupSize), Vp8lTransform.blocks(height, groupSize), false);
            for (int i = 0; i < groupOf.length; i++) {
                groupOf[i] = groupOf[i] >> 8 & 0xFFFF;
            }
        }
        Vp8lBits.Code[][] groups =
                new Vp8lBits.Code[Arrays.stream(groupOf).max().orElse(0) + 1][];
        for (int g = 0; g < groups.length; g++) {
            groups[g] = new Vp8lBits.Code[] {
                bits.code(LITERALS + LENGTHS + cache.length),
                bits.code(LITERALS),
                bits.code(LITERALS),
                bits.code(LITERALS),
                bits.code(DISTANCES)
            };
        }
        int[] pixels = new int[width * height];
        int across = groupSize == 0 ? 0 : Vp8lTransform.blocks(width, groupSize);
        int at = 0;
        while (at < pixels.length) {
            int block = across == 0 ? 0 : (at / width >> groupSize) * across + (at % width >> groupSize);
            Vp8lBits.Code[] codes = groups[groupOf[block]];
            int symbol = bits.symbol(codes[0]);
            int from = at;
            if (symbol < LITERALS) {
                int red = bits.symbol(codes[1]);
                int blue = bits.symbol(codes[2]);
                pixels[at++] = bits.symbol(codes[3]) << 24 | red << 16 | symbol << 8 | blue;
            } else if (symbol < LITERALS + LENGTHS) {
                int length = number(symbol - LITERALS);
                int distance = distance(number(bits.symbol(codes[4])), width);
                if (distance > at || length > pixels.length - at) {
                    throw bits.error("a copy of " + length + " pixels from " + distance + " before leaves the image");
                }
                for (int i = 0; i < length; i++, at++) {
                    pixels[at] = pixels[at - distance];
                }
            } else {
                pixels[at++] = cache[symbol - LITERALS - LENGTHS];
            }
            for (int i = from; cacheBits > 0 && i < at; i++) {
                cache[0x1E35A7BD * pixels[i] >>> 32 - cacheBits] = pixels[i];
            }
        }
        return pixels;
    }

    /** A length or distance: its prefix, and as many further bits as that says (section 3.6.2.2). */
    private int number(int prefix) throws IOException {
        if (prefix < 4) {
            return prefix + 1;
        }
        int extra = prefix - 2 >> 1;
        return (2 + (prefix & 1) << extra) + bits.read(extra) + 1;
    }

    private static int distance(int code, int width) {
        if (code > NEAR) {
            return code - NEAR;
        }
        int neighbour = NEIGHBOURS[code - 1];
        return Math.max(1, (neighbour >> 4) * width + 8 - (neighbour & 15));
    }
}

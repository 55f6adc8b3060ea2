package dev.whittle.feature.local;

import boofcv.struct.image.GrayF32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.ImageBase;
import boofcv.struct.image.ImageDataType;
import boofcv.struct.image.ImageType;
import boofcv.struct.image.Planar;
import dev.whittle.feature.image.Gray;
import dev.whittle.feature.kernel.Kernels;

/**
 * A copy of an image of the type that an algorithm of BoofCV wants, whose memory is used again.
 *
 * @param <T> that type
 */
final class BoofCvImage<T extends ImageBase<T>> {
    private final T pixels;
    private final GrayU8 gray = new GrayU8(1, 1);

    /** @throws IllegalArgumentException if it is neither gray nor planar, or neither of bytes nor of floats */
    BoofCvImage(ImageType<T> type) {
        boolean bands = type.getFamily() == ImageType.Family.GRAY
                || (type.getFamily() == ImageType.Family.PLANAR
                        && (type.getNumBands() == 1 || type.getNumBands() == 3));
        if (!bands || (type.getDataType() != ImageDataType.U8 && type.getDataType() != ImageDataType.F32)) {
            throw new IllegalArgumentException("BoofCV's descriptors want images of the type " + type
                    + ", expected gray or planar of 1 or 3 bands, and U8 or F32");
        }
        pixels = type.createImage(1, 1);
    }

    void setTo(Planar<GrayU8> image, Kernels kernels) {
        pixels.reshape(image.width, image.height);
        boolean planar = pixels instanceof Planar<?>;
        if (planar && ((Planar<?>) pixels).getNumBands() == 3) {
            for (int b = 0; b < 3; b++) {
                copy(image.getBand(Math.min(b, image.getNumBands() - 1)), ((Planar<?>) pixels).getBand(b));
            }
            return;
        }
        gray.reshape(image.width, image.height);
        Gray.convert(image, gray, kernels);
        copy(gray, planar ? ((Planar<?>) pixels).getBand(0) : pixels);
    }

    private static void copy(GrayU8 from, ImageBase<?> to) {
        for (int y = 0; y < from.height; y++) {
            int at = from.startIndex + y * from.stride;
            if (to instanceof GrayU8 bytes) {
                System.arraycopy(from.data, at, bytes.data, bytes.startIndex + y * bytes.stride, from.width);
            } else {
                GrayF32 floats = (GrayF32) to;
                for (int x = 0; x < from.width; x++) {
                    floats.data[floats.startIndex + y * floats.stride + x] = from.data[at + x] & 0xFF;
                }
            }
        }
    }

    T pixels() {
        return pixels;
    }
}

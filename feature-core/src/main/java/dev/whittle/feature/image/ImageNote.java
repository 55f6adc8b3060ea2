package dev.whittle.feature.image;

/** What a user should know about how a file became pixels. {@link ImageFile} tells each at most once for an image. */
public enum ImageNote {
    /** Transparent pixels were shown on white. */
    ALPHA_OVER_WHITE("has transparent pixels, which are shown on white"),
    /** The file has a colour profile, which is not applied. */
    PROFILE_IGNORED("has a colour profile, which is ignored"),
    /** Cyan, magenta, yellow and black were converted to RGB. */
    CMYK_CONVERTED("has the colours CMYK, which are converted to RGB without a profile"),
    /** The Exif orientation was applied. */
    TURNED("is turned or mirrored as its Exif orientation says"),
    /** The file holds frames or pages, of which the first was read. */
    FIRST_OF_SEVERAL("holds several images, as an animation or pages; the first is read"),
    /** The samples have 16 bits, and the largest is below 4,096. */
    FEW_BITS("has 16 bits for each sample, but no sample above 4,095; probably they have 12 bits, and the image is"
            + " dark; if so, multiply the samples by 16, for example with `magick in.png -evaluate multiply 16"
            + " out.png`");

    private final String text;

    ImageNote(String text) {
        this.text = text;
    }

    /** A phrase whose subject is the image, such as "has a colour profile, which is ignored". */
    public String text() {
        return text;
    }
}

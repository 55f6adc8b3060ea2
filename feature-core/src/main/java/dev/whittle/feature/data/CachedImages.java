package dev.whittle.feature.data;

/** A data set whose images may be known by the contents of their files, and kept in a cache. */
interface CachedImages {
    /** Null for none. */
    ImageCache cache();

    /** A text that is equal only for images with equal pixels; null if it is not known. */
    String contentKey(int i);
}

package dev.whittle.feature.data;

import dev.whittle.feature.Dataset;

/** A data set that computes the hash of its images once and keeps it; see {@link PixelHash#of}. */
public abstract class HashedDataset implements Dataset {
    private String sha256;

    /** Computes the hash; called once. */
    protected String hash() {
        return PixelHash.over(this);
    }

    final synchronized String sha256() {
        if (sha256 == null) {
            sha256 = hash();
        }
        return sha256;
    }
}

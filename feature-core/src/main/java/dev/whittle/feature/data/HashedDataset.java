package dev.whittle.feature.data;

import dev.whittle.feature.Dataset;

/** A data set that hashes its images when the hash is first asked for, and once. */
public abstract class HashedDataset implements Dataset {
    private String sha256;

    @Override
    public final synchronized String sha256() {
        if (sha256 == null) {
            PixelHash hash = new PixelHash(classes());
            for (int i = 0; i < size(); i++) {
                hash.add(label(i), image(i));
            }
            sha256 = hash.hex();
        }
        return sha256;
    }
}

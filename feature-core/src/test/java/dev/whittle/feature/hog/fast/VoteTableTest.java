package dev.whittle.feature.hog.fast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.whittle.feature.kernel.hog.Orientation;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("bits")
class VoteTableTest {
    /** The two bins around share the vote, and the table of look-ups names them. */
    @Test
    void everyVoteIsSharedByTwoBins() {
        for (Orientation orientation : List.of(
                new Orientation(9, false, false, true),
                new Orientation(18, true, true, true),
                new Orientation(18, true, true, false),
                new Orientation(9, false, false, false),
                new Orientation(8, true, false, false),
                new Orientation(2, true, false, false),
                new Orientation(8, false, false, true),
                new Orientation(3, true, false, true),
                // The diagonals of these lie at centres, where m·t may be rounded down.
                new Orientation(6, false, false, true),
                new Orientation(18, false, false, true),
                new Orientation(4, true, false, true),
                new Orientation(12, true, false, true),
                new Orientation(8, true, true, true),
                new Orientation(2, false, false, true))) {
            VoteTable votes = new VoteTable(orientation);
            for (int gy = -255; gy <= 255; gy++) {
                for (int gx = -255; gx <= 255; gx++) {
                    int i = (gy << 9) + gx + VoteTable.ORIGIN;
                    float m = Orientation.length(gx, gy);
                    float sum = 0;
                    for (int b = 0; b < orientation.bins(); b++) {
                        float vote = orientation.vote(gx, gy, b);
                        float table = (votes.bins[i] & 0xFF) == b
                                ? votes.weights[2 * i]
                                : votes.bins[i] >> 8 == b ? votes.weights[2 * i + 1] : 0f;
                        // Messages of hundreds of millions of votes would take longer than the votes.
                        if (Float.compare(vote, table) != 0) {
                            assertEquals(vote, table, orientation + ": " + gx + ", " + gy + ", bin " + b);
                        }
                        sum += vote;
                    }
                    if (!(Math.abs(m - sum) <= 2e-6f * m)) {
                        assertEquals(m, sum, 2e-6f * m, orientation + ": " + gx + ", " + gy);
                    }
                }
            }
        }
    }
}

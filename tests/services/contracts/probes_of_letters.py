"""Clauses of letters and of contracts with days, sums and references that have to be put together.

Each row is a check, the answer that a person gives, and the words.
"""

F, P, N = "fail", "pass", "not stated"

PROBES_OF_LETTERS = [
    ("DOC_02", P, "Contract date: 2 May 2026. Flight to Oman: 30 May 2026."),
    ("DOC_02", P, "Made at Colombo on 5 June 2026. The Worker departs on 1 July 2026."),
    (
        "DOC_02",
        P,
        "The parties on 9 March 2026 agree as follows. Arrival is foreseen for 4 April 2026.",
    ),
    (
        "DOC_02",
        P,
        "The Worker, Ms. Asha Rai of Ilam, Nepal. Signed at Ilam on 3 March 2026.\n"
        "The work begins on 20 May 2026.",
    ),
    ("DOC_02", F, "Date of signing: 14 May 2026 in Muscat. The Worker arrived on 10 May 2026."),
    ("DOC_02", N, "Made at Doha on 12 February 2026. The work begins on 1 March 2026."),
    ("DOC_02", N, "The Worker, born on 3 May 1994, holds a passport valid until 1 June 2030."),
    ("DOC_03", P, "The Worker can read Hindi. A Hindi version of this contract was handed to him."),
    ("DOC_03", P, "Done in Thai and English; the Worker speaks Thai and was given an original."),
    ("DOC_03", N, "The Worker keeps her passport and her diploma. She speaks Tagalog."),
    ("DOC_04", P, "The Worker will not be asked to sign a different contract on arrival."),
    ("DOC_04", P, "No later paper signed at the site shall give the Worker less than this one."),
    (
        "DOC_04",
        F,
        "The Worker will sign another agreement at the port, even if its wages are lower.",
    ),
    (
        "FEE_01",
        F,
        "The visa and the air ticket are advanced by us. They are yours to bear, you agree.",
    ),
    (
        "FEE_01",
        F,
        "Article 4 The Employer pays the visa, the medical test and the air ticket.\n"
        "Article 5 The Worker who leaves early shall repay the Employer the amounts in Article 4.",
    ),
    (
        "FEE_02",
        F,
        "The Sponsor shall keep back SAR 200 from each of the first five salaries for the visa.",
    ),
    ("FEE_02", F, "The agency fee will come off your pay in six equal parts. You and we agree."),
    (
        "HOUR_01",
        F,
        "Anticipated hours | Mon 10 | Tue 10 | Wed 10 | Thu 10 | Fri 10 | Sat 8 | Total 58",
    ),
    ("HOUR_01", F, "Working time is 12 hrs x 6 days."),
    ("HOUR_01", P, "Working time: eight hours, five days."),
    (
        "HOUR_01",
        F,
        "Work begins at 5 in the morning and goes on until the guests leave at 10 at night.",
    ),
    ("HOUR_02", F, "Time worked late for visitors earns no extra pay."),
    ("HOUR_02", P, "Hours past 8 a day are paid at time and a half where the Worker agrees."),
    ("END_01", P, "Giving notice. Three weeks, the same for both sides."),
    ("END_01", F, "The Worker has no right to leave the service until 24 months have been served."),
    ("END_03", P, "Once the term has run out the Employer buys the ticket to Dhaka."),
    ("END_03", F, "The flight to Manila when the contract ends falls on the Worker."),
    ("AGE_01", P, "Worker: Ana Diaz, b. 4.3.1999. Concluded on 5 May 2026."),
    ("AGE_01", F, "The Worker was born on 9 June 2009. Executed on 12 February 2026."),
    ("DOC_01", F, "The captain takes charge of passports and returns them at the final port."),
    ("WAGE_03", P, "Payday | every Friday"),
]

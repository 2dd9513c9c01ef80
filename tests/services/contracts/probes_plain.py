"""Clauses of plain, professional contracts: mostly good ones, which must not be told to be bad."""

from tests.services.contracts.probes import A, F, N, P

PROBES_PLAIN: tuple[tuple[str, str, str], ...] = (
    (
        "WAGE_01",
        P,
        "The Worker is paid £14.45 an hour (fourteen pounds and forty-five pence) "
        "by bank transfer.",
    ),
    (
        "WAGE_01",
        F,
        "The Worker is paid USD 45.50 an hour (thirty-five dollars and fifty cents).",
    ),
    (
        "WAGE_01",
        P,
        "The Employee's wage is EUR 1,900 per month by bank transfer. If goods of the "
        "Employer are kept, the Employer may set their price off against the wages.",
    ),
    (
        "UNION_01",
        P,
        "9. Trade unions\nThe Employee may belong to a union.\n10. Leaving us before the "
        "end\nOne month's notice by either party, by letter or just by speaking to the "
        "manager.",
    ),
    (
        "FEE_03",
        P,
        "6. SECURITY AND BONDS. Nothing of the kind. No bond is asked of the Worker.",
    ),
    (
        "FEE_03",
        P,
        "No bond is asked.\nSick leave | 3 weeks full pay, then half pay | By doctor's note",
    ),
    (
        "FEE_03",
        F,
        "If the Worker stops working before the lapse of one year, he pays the Employer "
        "a penalty of EUR 900.",
    ),
    (
        "FEE_03",
        F,
        "4. What coming here cost\nIf the Employee resigns, she agrees to repay:\nYear "
        "of leaving | Part\nFirst | 90%",
    ),
    (
        "END_01",
        P,
        "Either party may end this contract with three weeks' notice. The Employer buys "
        "the flight home when the employment ends, for any reason.",
    ),
    (
        "END_01",
        F,
        "The Employer may end the contract on 14 days' notice, the Worker on 45 days' notice.",
    ),
    (
        "END_01",
        F,
        "After the probation the Employee must give the Employer ten weeks' notice. The "
        "Employer will give the Employee two weeks' notice.",
    ),
    ("END_01", N, "The Worker may give up the flat with two weeks' notice."),
    (
        "HOUR_01",
        P,
        "Hours: 8 a day, 5 days a week. The Worker carries his work pass and passport at "
        "all times.",
    ),
    ("HOUR_01", F, "The Worker works in shifts of 11 hours, Monday to Saturday."),
    (
        "FEE_01",
        P,
        "The Employer bears every cost of hiring, with the processing charge of the "
        "recruitment agency, the visa and the flight.",
    ),
    (
        "FEE_02",
        F,
        "3. Costs of coming\nThe Employer has paid USD 700 for visa and flight. If the "
        "Worker leaves early, the Employer may set it off against her wages.",
    ),
    (
        "FEE_02",
        F,
        "1. The Worker pays the agency fee of EUR 800. 2. The said charges will be "
        "deducted from the wages of the first five months.",
    ),
    (
        "DOC_01",
        P,
        "FIRST PARTY: Nour Textiles Ltd.\nSECOND PARTY: Mst. Amina Begum.\nThe First "
        "Party pays the agency's charge. The passport stays in the hands of the Second "
        "Party. Recruitment was done by Rahman Agency (licensed). It may use the Second "
        "Party's address.",
    ),
    (
        "DOC_01",
        F,
        "For permit renewal your passport will be kept by the Personnel Department.",
    ),
    (
        "END_02",
        P,
        "The Worker may change to another employer, and may leave the country, without a "
        "release from the Employer.",
    ),
    (
        "SOC_01",
        N,
        "There shall be no difference of treatment by religion or sex, and no pregnancy testing.",
    ),
    (
        "SOC_01",
        P,
        "The Worker will pay National Insurance. The Employer will insure the Worker "
        "against accidents at work.",
    ),
    (
        "SOC_01",
        N,
        "The Worker has no right to paid holiday or to pay during illness.",
    ),
    (
        "REM_01",
        P,
        "Complaints may be made to the Ministry of Labour free of cost. Retaliation "
        "against somebody who complains is forbidden.",
    ),
    ("REM_01", F, "Complaints to the Ministry of Labour are forbidden."),
    (
        "FEE_05",
        A,
        "The Employer will pay in advance the visa fee and the flight of the Worker.",
    ),
    (
        "HOUR_02",
        F,
        "If the child wakes at night the Nanny shall look after it. Night duty of this "
        "kind is work, and no extra pay is given.",
    ),
    ("HOUR_02", F, "Extra shifts are paid at the Employee's ordinary rate."),
    (
        "HOUR_02",
        F,
        "The Worker undertakes to accept overtime where the orders so require.",
    ),
    (
        "HOUR_03",
        P,
        "4. Hours and rest\n4.1 Overtime is at most two hours a day.\n4.2 Sunday is a day of rest.",
    ),
    (
        "END_03",
        F,
        "The costs of return to Peru are borne by the Worker in all cases.",
    ),
    (
        "DOC_04",
        F,
        "On arrival the Worker signs the papers of the factory. Where these name another "
        "wage, they take precedence over this contract.",
    ),
)

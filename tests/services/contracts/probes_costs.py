"""More single clauses about costs, papers and pay, in wordings of many countries."""

P, F, N, A = "pass", "fail", "not stated", "not applicable"
PROBES: tuple[tuple[str, str, str], ...] = (
    (
        "FEE_01",
        F,
        "In consideration of the placement, the Worker shall hand over two thousand five "
        "hundred dollars to the recruiter.",
    ),
    (
        "FEE_01",
        P,
        "Visa, work permit, medical and flight: paid by Employer. Agency fee: paid by Employer.",
    ),
    ("FEE_01", N, "Travel expenses on company business are reimbursed on receipts."),
    ("FEE_01", N, "The Worker shall pay for private telephone calls."),
    (
        "FEE_01",
        P,
        "The Shipowner shall ensure that no fees or other charges for recruitment or "
        "placement are borne directly or indirectly, in whole or in part, by the "
        "seafarer.",
    ),
    (
        "FEE_01",
        F,
        "The applicant has paid INR 90,000 to the sub-agent and shall have no claim for "
        "its return.",
    ),
    (
        "FEE_01",
        F,
        "The Second Party undertakes to settle the agency's service charge of BDT "
        "250,000 before the visa is issued.",
    ),
    (
        "FEE_01",
        F,
        "The Worker agrees to remit to the Agency the sum of PHP 85,000 as placement fee.",
    ),
    ("FEE_01", P, "Recruitment is free of charge for the Worker."),
    ("FEE_02", P, "Wages may not be reduced on account of fees, visas, permits or transport."),
    ("FEE_02", F, "Any outstanding visa expenses may be deducted from final pay."),
    (
        "FEE_02",
        F,
        "Employer has the right to recover from the salary of the Employee all the "
        "expenses spent on his recruitment.",
    ),
    ("FEE_02", N, "The Employer shall give the Worker a wage slip with every deduction."),
    ("FEE_02", N, "Union dues may be deducted at the Worker's request."),
    (
        "FEE_02",
        P,
        "Under no circumstances may the cost of the levy be passed on to the Worker by "
        "way of deduction from wages.",
    ),
    ("FEE_02", N, "The travel allowance is paid with the salary."),
    ("FEE_02", P, "The Employee's wages are free from any deduction for recruitment costs."),
    ("FEE_02", P, "The only deductions are income tax and social insurance."),
    (
        "FEE_03",
        F,
        "The caution money of NPR 50,000 paid by the worker is forfeited on early return.",
    ),
    (
        "FEE_03",
        F,
        "If the worker breaks this contract, the employer may claim from him the whole "
        "amount of the recruitment cost.",
    ),
    (
        "FEE_03",
        F,
        "The Employee deposits AED 3,000 with the Company, returned at the end of the contract.",
    ),
    ("FEE_03", F, "Runaway worker shall be fined RM 2,500."),
    ("FEE_03", F, "Early termination by the Employee: penalty of two months' wages."),
    ("FEE_03", F, "The Employee is bonded to the Company for three years."),
    ("FEE_03", N, "The notice period is one month."),
    (
        "FEE_03",
        P,
        "The Worker gives no deposit, bond or guarantee and pays no penalty for leaving.",
    ),
    (
        "FEE_03",
        F,
        "Fifteen per cent of each month's wages is retained until departure to "
        "discourage desertion.",
    ),
    ("FEE_05", P, "No loan is given for recruitment costs."),
    ("FEE_05", F, "The recruitment cost is treated as a loan from the Company to the Employee."),
    (
        "FEE_05",
        P,
        "The Worker owes no loan to the Employer, the Agency or anyone connected with them.",
    ),
    (
        "FEE_05",
        F,
        "The placement fee is financed through a loan which the agency grants to the worker.",
    ),
    (
        "FEE_05",
        F,
        "The worker will take a loan from the lending company named by the agency to pay "
        "the placement fee.",
    ),
    ("FEE_05", F, "The Second Party shall pay off his debt to the First Party in monthly parts."),
    (
        "FEE_05",
        F,
        "The Worker acknowledges to be indebted to the Employer in the amount of 6,000 riyals.",
    ),
    ("FEE_05", P, "The Worker has no debt to the Employer or the Agency."),
    (
        "FEE_05",
        F,
        "The Worker owes the Agency USD 1,500 for recruitment, to be repaid at 4% "
        "interest per month.",
    ),
    ("DOC_01", F, "Surrender of passport on arrival is mandatory."),
    (
        "DOC_01",
        P,
        "The Employer may take a copy of the passport but must give the original back "
        "immediately. The Worker holds it at all other times.",
    ),
    ("DOC_01", F, "The worker authorises the employer to store the passport and residence card."),
    ("DOC_01", P, "The First Party is not entitled to keep the passport of the Second Party."),
    ("DOC_01", P, "Under no pretext shall identity papers be taken from the Worker."),
    ("DOC_01", F, "The employee is not allowed to keep his passport."),
    ("DOC_01", F, "Only the Employer may keep the passport."),
    ("DOC_01", F, "The Employer shall not return the passport before the contract ends."),
    ("DOC_01", N, "Loss of a passport must be reported to the Employer."),
    ("DOC_02", P, "The Worker receives the signed contract before travelling."),
    (
        "DOC_02",
        P,
        "The employer shall provide a copy of the work contract no later than the time "
        "at which the worker applies for the visa.",
    ),
    ("DOC_02", F, "A written contract will be given to the Worker after arrival."),
    ("DOC_02", F, "No written contract is issued until the end of the trial period."),
    ("DOC_02", N, "The Worker departs on 4 May."),
    ("DOC_02", F, "The terms are agreed orally; a paper contract follows after three months."),
    ("DOC_02", P, "No worker departs without a signed copy of this agreement."),
    (
        "DOC_03",
        P,
        "The Worker confirms that the agreement is in a language known to him and that "
        "he holds a copy.",
    ),
    ("DOC_03", N, "The working language on site is English."),
    ("DOC_03", F, "The only copy is kept by the Employer."),
    ("DOC_03", F, "No copy of this contract is given to the Worker."),
    (
        "DOC_03",
        P,
        "Done in three originals in Arabic, English and Hindi, one for each party; the "
        "Worker understands Hindi.",
    ),
    (
        "DOC_03",
        F,
        "The contract is written in Italian, which the Worker declares not to understand.",
    ),
    (
        "DOC_03",
        P,
        "The contents were explained to the Worker in Tagalog, a language she "
        "understands, and one signed original was handed to her.",
    ),
    ("DOC_03", N, "This contract has eleven pages."),
    ("DOC_04", P, "Contract substitution is prohibited."),
    ("DOC_04", F, "The company has absolute discretion to amend this contract."),
    ("DOC_04", P, "The Employer may not vary these terms unilaterally."),
    ("DOC_04", F, "A new contract will be signed on arrival and shall prevail over this one."),
    ("DOC_04", N, "The shift times may be changed with a week's notice."),
    ("DOC_04", N, "The Employer may terminate this contract with one month's notice."),
    (
        "DOC_04",
        F,
        "This agreement ceases to have effect on arrival, when the house rules and local "
        "contract apply instead.",
    ),
    ("DOC_04", F, "In the event of conflict the contract signed at destination prevails."),
    (
        "DOC_04",
        P,
        "No alteration of the terms may be made without the consent of both parties in writing.",
    ),
    (
        "DATA_01",
        F,
        "The Company may use the Worker's personal information for whatever purpose it sees fit.",
    ),
    ("DATA_01", N, "The Employee shall not disclose the family's private information."),
    (
        "DATA_01",
        P,
        "The Agency shall keep all personal information of the Worker in confidence and "
        "shall use it for the placement alone.",
    ),
    ("DATA_01", N, "The Employee shall keep the data of the Company confidential."),
    ("DATA_01", N, "The Employer keeps a register of personnel."),
    (
        "DATA_01",
        F,
        "The Employer can read the private messages of the Worker and share personal "
        "details with other employers.",
    ),
    ("DATA_01", F, "Personal details: may be circulated to other clients."),
    (
        "DATA_01",
        P,
        "Personal data are used only for recruitment and passed on only with the Worker's consent.",
    ),
    (
        "DATA_01",
        F,
        "Photographs and medical data of the helper are published on the agency's website.",
    ),
    ("WAGE_01", F, "Remuneration shall be decided after the trial period."),
    (
        "WAGE_01",
        P,
        "The Second Party shall receive a monthly wage of AED 1,800, transferred through "
        "the Wages Protection System.",
    ),
    (
        "WAGE_01",
        P,
        "The gross salary amounts to EUR 2,800.00 monthly (transfer to bank account at "
        "month's end).",
    ),
    ("WAGE_01", P, "Monthly wage 2,060,740 KRW, paid on the 10th into the worker's account."),
    (
        "WAGE_01",
        P,
        "In return the Employer pays the Worker one thousand five hundred Malaysian "
        "ringgit each month into a bank account.",
    ),
    (
        "WAGE_01",
        P,
        "The Helper shall be paid S$650 at the end of every month in cash with a receipt.",
    ),
    ("WAGE_01", F, "Salary: to be discussed on arrival."),
    (
        "WAGE_01",
        P,
        "The Employee's annual base compensation shall be USD 42,000, payable "
        "semi-monthly by direct deposit.",
    ),
    ("WAGE_01", N, "Compensation for a lost limb amounts to USD 20,000."),
    ("WAGE_03", F, "Salary is released every 45 days."),
    ("WAGE_03", F, "Half of the salary is paid monthly and the rest at the end of the two years."),
    ("WAGE_03", N, "The wage is paid in full."),
    ("WAGE_03", F, "Pay day: quarterly."),
    ("WAGE_03", P, "The seafarer shall be paid at monthly intervals."),
    ("WAGE_03", P, "The Employer pays the wage twice a month, on the 15th and the 30th."),
    ("WAGE_03", P, "The salary will be transferred by the end of each calendar month."),
    ("WAGE_03", F, "Wages shall be paid at intervals of sixty days."),
    ("WAGE_03", F, "The first three months' wages shall be paid in the fourth month."),
    (
        "WAGE_04",
        F,
        "The salary is RM 1,500 a month. A deduction of RM 600 is made each month for "
        "hostel and meals.",
    ),
    ("WAGE_04", P, "Accommodation and three meals a day at no cost to the Worker."),
    ("WAGE_04", P, "Housing | provided free by Employer\nFood | provided free by Employer"),
    ("WAGE_04", F, "Monthly wage: USD 600. USD 250 per month is deducted for food and housing."),
    ("WAGE_04", P, "The whole wage is paid in money; nothing is paid in kind."),
    ("WAGE_04", P, "Monthly wage: EUR 1,800. EUR 150 a month is charged for the room."),
    ("WAGE_04", F, "The wage is paid in kind."),
    (
        "WAGE_04",
        F,
        "The Worker is paid partly in goods from the farm shop, valued by the Employer.",
    ),
    ("TERM_01", F, "Workplace: any household of the Sponsor's relatives."),
    ("TERM_01", N, "The Worker respects the address of the Employer."),
    (
        "TERM_01",
        P,
        "The Employer is Lagoon Hotels Ltd, of 14 Harbour Road, Malé. The Worker is Sita "
        "Rai, of Ward 4, Dharan, Nepal. Place of work: Lagoon Hotel, 14 Harbour Road, "
        "Malé.",
    ),
    (
        "TERM_01",
        P,
        "between Mrs. Chan Mei Ling of Flat 5B, 12 Nathan Road, Kowloon (the Employer) "
        "and Ms. Grace Dela Cruz of 45 Mabini Street, Iloilo (the Helper). The Helper "
        "shall work and reside in the Employer's residence at Flat 5B, 12 Nathan Road, "
        "Kowloon.",
    ),
    (
        "TERM_01",
        P,
        "Employer: Haddad Farms, Road 7, Ramtha, Jordan\nWorker: Karim Uddin, 12 Lake "
        "Road, Sylhet, Bangladesh\nWorkplace: Haddad Farms, Ramtha",
    ),
    ("TERM_02", F, "Duties: anything the family asks."),
    (
        "TERM_02",
        P,
        "The Helper is engaged as a domestic helper for two years beginning on the date "
        "of arrival. Her tasks are cooking, cleaning and laundry.",
    ),
    ("TERM_02", F, "The Employee performs all works given to him by any supervisor without limit."),
    (
        "TERM_02",
        P,
        "The seafarer serves as Able Seaman on board for nine months from 2 May 2026; he "
        "keeps watch, paints and moors.",
    ),
    (
        "TERM_02",
        P,
        "The Worker is employed as a picker from 1 April 2026 to 30 September 2026 and "
        "will pick, sort and pack strawberries.",
    ),
    ("TERM_02", N, "The Worker shall start work at 8 o'clock."),
    ("LIC_01", A, "No recruitment agency is involved; the Employer hired the Worker directly."),
    ("LIC_01", F, "Licence of agency: pending."),
    ("LIC_01", F, "The recruiter is not licensed."),
    ("LIC_01", F, "The agent acts without a licence in the country of origin."),
)

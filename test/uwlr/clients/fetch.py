"""Fetches pupil data as a Python application would. Arguments: WSDL, endpoint. Standard input: a JSON list of questions."""
import json
import sys

from zeep import Client, Settings
from zeep.exceptions import Fault
from zeep.helpers import serialize_object

wsdl, endpoint = sys.argv[1:]
client = Client(wsdl, settings=Settings(strict=True))
namespace = "http://www.edustandaard.nl/leerresultaten/2/leerlinggegevens"
at_once = client.create_service("{%s}bndLeerlinggegevens" % namespace, endpoint)
in_steps = client.create_service("{%s}bndLeerlinggegevens-getrapt" % namespace, endpoint)
answers = []
for question in json.load(sys.stdin):
    service = at_once if question["operation"] == "HaalLeerlinggegevens" else in_steps
    try:
        answer = service[question["operation"]](**question["verzoek"], _soapheaders={"autorisatie": question["autorisatie"]})
        answers.append({"answer": serialize_object(answer, dict)})
    except Fault as fault:
        answers.append({"fault": fault.code})
json.dump(answers, sys.stdout, default=str)

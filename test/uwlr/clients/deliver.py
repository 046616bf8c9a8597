"""Delivers results as a Python application would. Arguments: WSDL, endpoint. Standard input: a JSON list of deliveries."""
import json
import sys

from zeep import Client, Settings
from zeep.exceptions import Fault

wsdl, endpoint = sys.argv[1:]
client = Client(wsdl, settings=Settings(strict=True))
binding = "{http://www.edustandaard.nl/leerresultaten/2/leerresultaten}bndLeerresultaten"
service = client.create_service(binding, endpoint)
outcomes = []
for delivery in json.load(sys.stdin):
    try:
        service.BrengLeerresultaten(**delivery["verzoek"], _soapheaders={"autorisatie": delivery["autorisatie"]})
        outcomes.append("confirmed")
    except Fault as fault:
        outcomes.append(fault.code)
functions = [str(operation) for operation in client.wsdl.bindings[binding].all().values()]
json.dump({"functions": functions, "outcomes": outcomes}, sys.stdout)
